//! Entries of the record as lines and as a tree.

use crate::api::directory::{DepartmentNode, Doubt, EntryLine};
use portico_service::DirectoryEntry;

/// An entry, with the name of the department that it is in.
pub fn line(departments: &[DirectoryEntry], entry: &DirectoryEntry) -> EntryLine {
    let parent = departments.iter().find(|department| department.id == entry.parent);
    let facts = entry.facts.clone();
    EntryLine {
        id: entry.id.clone(),
        name: entry.name.clone(),
        parent: entry.parent.clone(),
        parent_name: parent.map(|parent| parent.name.clone()).unwrap_or_default(),
        mobile: facts.mobile,
        email: facts.email,
        role: facts.role,
        admin: facts.admin,
        admin_name: facts.admin_name,
        elsewhere: facts.elsewhere,
        doubt: entry.doubt.map(|doubt| match doubt {
            portico_service::Doubt::Creation => Doubt::Creation,
            portico_service::Doubt::Change => Doubt::Change,
            portico_service::Doubt::Removal => Doubt::Removal,
        }),
    }
}

/// From the top down. What is below something that the record does not know stands at the top, and so
/// does what others moved into a circle.
pub fn tree(departments: &[DirectoryEntry]) -> Vec<DepartmentNode> {
    let mut left: Vec<&DirectoryEntry> = departments.iter().collect();
    let mut nodes = Vec::new();
    while !left.is_empty() {
        let stray = |entry: &&DirectoryEntry| departments.iter().all(|other| other.id != entry.parent);
        let top = left.remove(left.iter().position(stray).unwrap_or(0));
        nodes.push(node(departments, top, &mut left));
    }
    nodes
}

fn node(
    departments: &[DirectoryEntry],
    entry: &DirectoryEntry,
    left: &mut Vec<&DirectoryEntry>,
) -> DepartmentNode {
    let mut below = Vec::new();
    while let Some(next) = left.iter().position(|other| other.parent == entry.id) {
        let next = left.remove(next);
        below.push(node(departments, next, left));
    }
    DepartmentNode { line: line(departments, entry), below }
}

/// Number and name with those above, in the order of the tree; only what has a number.
pub fn choices(departments: &[DirectoryEntry]) -> Vec<(String, String)> {
    let mut all = Vec::new();
    gather(&tree(departments), "", &mut all);
    all
}

fn gather(nodes: &[DepartmentNode], above: &str, all: &mut Vec<(String, String)>) {
    for node in nodes {
        let path = match above {
            "" => node.line.name.clone(),
            above => format!("{above} › {}", node.line.name),
        };
        if node.line.doubt != Some(Doubt::Creation) {
            all.push((node.line.id.clone(), path.clone()));
        }
        gather(&node.below, &path, all);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portico_service::{EntryFacts, EntryKind};

    fn department(id: &str, parent: &str) -> DirectoryEntry {
        DirectoryEntry {
            kind: EntryKind::Department,
            id: id.into(),
            name: format!("d{id}"),
            parent: parent.into(),
            facts: EntryFacts::default(),
            doubt: None,
        }
    }

    fn shape(nodes: &[DepartmentNode]) -> String {
        let each = |node: &DepartmentNode| format!("{}({})", node.line.id, shape(&node.below));
        nodes.iter().map(each).collect()
    }

    #[test]
    fn every_department_stands_once_wherever_its_parent_is() {
        let all = [department("3", "2"), department("2", ""), department("4", "99"), department("5", "2")];
        assert_eq!(shape(&tree(&all)), "2(3()5())4()");
        assert_eq!(tree(&all)[0].below[0].line.parent_name, "d2");
    }

    #[test]
    fn a_circle_ends() {
        let all = [department("2", "3"), department("3", "2"), department("4", "4")];
        assert_eq!(shape(&tree(&all)), "2(3())4()");
    }

    #[test]
    fn what_has_no_number_cannot_be_picked() {
        let lost =
            DirectoryEntry { doubt: Some(portico_service::Doubt::Creation), ..department("new-1", "2") };
        let all = [department("2", ""), department("3", "2"), lost];
        let choices = choices(&all);
        assert_eq!(choices, [("2".into(), "d2".into()), ("3".into(), "d2 › d3".into())]);
    }
}
