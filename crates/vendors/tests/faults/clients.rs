//! The three clients as one, and the two ways on which each makes its calls.

use crate::{cloudroom, vmr, webapi_server};
use portico_domain::capabilities::Vendor;
use portico_vendors::cloudroom::CloudRoom;
use portico_vendors::kit::templates::{BodyTemplate, Rebuilt, RebuiltBody, Segment, Template};
use portico_vendors::kit::{Deadlines, Facts, VendorError};
use portico_vendors::vmr::Vmr;
use portico_vendors::webapi::WebApi;
use serde_json::json;

pub enum Client {
    Cloudroom(CloudRoom),
    Vmr(Vmr),
    Webapi(WebApi),
}

/// How a call comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Portico itself has something to ask.
    Own,
    /// A script's call passes through, over connections of another kind.
    Forwarded,
}

/// What every operation declares of itself.
pub fn operations(vendor: Vendor) -> Vec<Facts> {
    match vendor {
        Vendor::Cloudroom => portico_vendors::cloudroom::operations::FACTS.to_vec(),
        Vendor::Vmr => portico_vendors::vmr::operations::FACTS.to_vec(),
        Vendor::Webapi => portico_vendors::webapi::operations::FACTS.to_vec(),
    }
}

impl Client {
    /// A client whose secrets are canaries, of the vendor at `http://host:port`.
    pub fn of(vendor: Vendor, address: &str, deadlines: Deadlines) -> Self {
        match vendor {
            Vendor::Cloudroom => Self::Cloudroom(cloudroom::client(address, deadlines)),
            Vendor::Vmr => Self::Vmr(vmr::client(address, deadlines)),
            Vendor::Webapi => {
                Self::Webapi(webapi_server::client_with(webapi_server::config(address), deadlines))
            }
        }
    }

    pub async fn call(&self, way: Way, operation: &str) -> Result<(), VendorError> {
        if way == Way::Forwarded {
            return self.forward(operation).await;
        }
        match self {
            Self::Cloudroom(room) => cloudroom::call(room, operation).await,
            Self::Vmr(vmr) => vmr::call(vmr, operation).await,
            Self::Webapi(client) => webapi_server::call(client, operation).await,
        }
    }

    async fn forward(&self, operation: &str) -> Result<(), VendorError> {
        let templates: &'static [Template] = match self {
            Self::Cloudroom(_) => &portico_vendors::cloudroom::TEMPLATES,
            Self::Vmr(_) => &portico_vendors::vmr::TEMPLATES,
            Self::Webapi(_) => &portico_vendors::webapi::TEMPLATES,
        };
        let call = filled(templates.iter().find(|it| it.name() == operation).expect(operation));
        match self {
            Self::Cloudroom(room) => room.forward(call).await.map(drop),
            Self::Vmr(vmr) => vmr.forward(call).await.map(drop),
            Self::Webapi(client) => client.forward(call).await.map(drop),
        }
    }
}

/// The least that the template lets through.
fn filled(template: &'static Template) -> Rebuilt {
    let segment = |segment: &Segment| match segment {
        Segment::Fixed(word) => (*word).to_owned(),
        Segment::Id(_) => "2562".to_owned(),
    };
    let body = match template.body {
        BodyTemplate::None => RebuiltBody::None,
        BodyTemplate::Json(_) => RebuiltBody::Json(json!({})),
        BodyTemplate::Form(_) => RebuiltBody::Form(Vec::new(), None),
    };
    Rebuilt { template, segments: template.path.iter().map(segment).collect(), query: Vec::new(), body }
}
