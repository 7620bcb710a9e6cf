//! Which role an identity provider gives.

use portico_domain::people::Role;
use portico_identity::Identity;

/// How roles follow from what the provider says.
#[derive(Clone, Debug, Default)]
pub struct RoleRule {
    /// The claim that decides, at every sign-in. Without one, administrators decide here.
    pub claim: Option<String>,
    /// Values of the claim and the role that each gives. Of several the one that may most counts.
    pub values: Vec<(String, Role)>,
    /// Of whom the claim gives none; `None`: they are not let in.
    pub otherwise: Option<Role>,
}

impl RoleRule {
    /// The role that the claim gives; `None`: none.
    pub(super) fn role(&self, identity: &Identity) -> Option<Role> {
        let claim = self.claim.as_deref()?;
        let held = identity.values(claim);
        let gives = |role: Role| {
            self.values.iter().any(|(value, gives)| *gives == role && held.contains(&value.as_str()))
        };
        // They stand in the order of what they may.
        Role::ALL.into_iter().find(|role| gives(*role)).or(self.otherwise)
    }
}
