//! The reference page: the OpenAPI document for people. Plain HTML, no script.

use crate::http::assets;
use serde_json::Value;
use std::fmt::Write;

/// The page, made of the document's text.
pub fn page(document: &str) -> String {
    let document: Value = serde_json::from_str(document).unwrap_or_default();
    let info = &document["info"];
    let mut html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><meta name=\"robots\" content=\"noindex\"><title>{title} API</title>\
         <link rel=\"stylesheet\" href=\"/{folder}/portico.css\"></head><body class=\"reference\"><main>\
         <h1>{title} API {version}</h1><p>{description}</p>\
         <p><a href=\"/api/v1/openapi.json\">OpenAPI document</a></p>",
        title = text(&info["title"]),
        version = text(&info["version"]),
        description = text(&info["description"]),
        folder = *assets::FOLDER,
    );
    for tag in list(&document["tags"]) {
        operations(&mut html, &document, tag);
    }
    schemas(&mut html, &document);
    html.push_str("</main></body></html>");
    html
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn text(value: &Value) -> String {
    escape(value.as_str().unwrap_or_default())
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn fields(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

/// Writing into a text cannot fail.
fn put(html: &mut String, line: std::fmt::Arguments<'_>) {
    let _ = html.write_fmt(line);
}

fn operations(html: &mut String, document: &Value, tag: &Value) {
    put(html, format_args!("<section><h2>{}</h2><p>{}</p>", text(&tag["name"]), text(&tag["description"])));
    for (path, methods) in fields(&document["paths"]) {
        for (method, operation) in fields(methods) {
            if list(&operation["tags"]).any(|name| name == &tag["name"]) {
                one(html, path, method, operation);
            }
        }
    }
    html.push_str("</section>");
}

fn one(html: &mut String, path: &str, method: &str, operation: &Value) {
    let scopes: Vec<String> = list(&operation["security"])
        .flat_map(|wanted| list(&wanted["token"]))
        .map(|scope| format!("<code>{}</code>", text(scope)))
        .collect();
    let scopes = if scopes.is_empty() { "none".to_owned() } else { scopes.join(", ") };
    put(
        html,
        format_args!(
            "<article><h3><code>{} {}</code></h3><p><strong>{}</strong>. {}</p><p>Scope: {scopes}</p>",
            escape(&method.to_uppercase()),
            escape(path),
            text(&operation["summary"]),
            text(&operation["description"]),
        ),
    );
    parameters(html, operation);
    for (media, body) in fields(&operation["requestBody"]["content"]) {
        put(html, format_args!("<p>Body: {} {}</p>", escape(media), kind(&body["schema"])));
    }
    html.push_str("<ul>");
    for (status, response) in fields(&operation["responses"]) {
        let kinds: Vec<String> = fields(&response["content"])
            .map(|(media, it)| format!("{} {}", escape(media), kind(&it["schema"])))
            .collect();
        let status = if status == "default" { "otherwise" } else { status };
        put(html, format_args!("<li><code>{}</code> {}</li>", escape(status), kinds.join(", ")));
    }
    html.push_str("</ul></article>");
}

fn parameters(html: &mut String, operation: &Value) {
    if list(&operation["parameters"]).next().is_none() {
        return;
    }
    html.push_str("<dl>");
    for parameter in list(&operation["parameters"]) {
        put(
            html,
            format_args!(
                "<dt><code>{}</code> ({}, {})</dt><dd>{}</dd>",
                text(&parameter["name"]),
                text(&parameter["in"]),
                kind(&parameter["schema"]),
                text(&parameter["description"]),
            ),
        );
    }
    html.push_str("</dl>");
}

fn schemas(html: &mut String, document: &Value) {
    html.push_str("<section><h2>Kinds of JSON</h2>");
    for (name, schema) in fields(&document["components"]["schemas"]) {
        let name = escape(name);
        put(html, format_args!("<article><h3 id=\"{name}\"><code>{name}</code></h3>"));
        put(html, format_args!("<p>{}</p><dl>", text(&schema["description"])));
        let parts: Vec<&Value> = list(&schema["allOf"]).collect();
        for part in parts.into_iter().chain([schema]) {
            if !part["$ref"].is_null() {
                put(html, format_args!("<dt>all of {}</dt>", kind(part)));
            }
            for (field, of) in fields(&part["properties"]) {
                let required = list(&part["required"]).any(|name| name == field);
                let mark = if required { "" } else { ", optional" };
                put(
                    html,
                    format_args!(
                        "<dt><code>{}</code> ({}{mark})</dt><dd>{}</dd>",
                        escape(field),
                        kind(of),
                        text(&of["description"])
                    ),
                );
            }
        }
        html.push_str("</dl></article>");
    }
    html.push_str("</section>");
}

/// A schema in a word, with a link where it has a name.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        let name = escape(name);
        return format!("<a href=\"#{name}\">{name}</a>");
    }
    if let Some(one) = list(&schema["oneOf"]).find(|one| one["type"] != "null") {
        return kind(one);
    }
    let words: Vec<String> = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().map(text).collect(),
        kind => vec![text(kind)],
    };
    let words = words.join(" or ");
    if words.starts_with("array") {
        return format!("list of {}", kind(&schema["items"]));
    }
    match schema["format"].as_str() {
        Some(format) => format!("{words}, {}", escape(format)),
        None => words,
    }
}
