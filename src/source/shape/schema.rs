//! The JSON Schema of a shape (draft 2020-12), for editors that complete and check while an officer types.
//!
//! A schema sees values after YAML has been read, so it can't see how a number was spelt, that a name stands twice, or that
//! a place doesn't exist. What it can see it judges as we do; `tests/schema.rs` holds the two against one another.

use serde_json::{Map, Value, json};

use super::scalar::{ACADEMIC_YEARS, SYMBOLS, YEARS};
use super::{Form, Shape};

/// The schema of a kind of file.
pub fn schema(form: &Form) -> Value {
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
    schema.insert("title".to_owned(), form.files.into());
    schema.insert("description".to_owned(), form.about.into());
    schema.extend(of(form.shape));
    Value::Object(schema)
}

fn of(shape: &Shape) -> Map<String, Value> {
    let value = match shape {
        // A title such as 2016 is a number to YAML, and a title all the same.
        Shape::Line => json!({ "type": ["string", "number"], "pattern": r"^[^\n]*\S[^\n]*\n?$" }),
        Shape::Text => json!({ "type": ["string", "number"], "pattern": r"\S" }),
        Shape::Slug => {
            json!({ "type": ["string", "integer"], "minimum": 0, "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$" })
        }
        Shape::Number => json!({ "type": "number" }),
        Shape::Figure => json!({ "type": ["number", "string"], "pattern": format!("^({})$", SYMBOLS.join("|")) }),
        Shape::Integer { least, most } => {
            let mut value = json!({ "type": "integer" });
            if *least > i64::MIN {
                value["minimum"] = (*least).into();
            }
            if *most < i64::MAX {
                value["maximum"] = (*most).into();
            }
            value
        }
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Date => json!({ "type": "string", "format": "date" }),
        Shape::Moment => {
            json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T([01][0-9]|2[0-3]):[0-5][0-9])?$" })
        }
        Shape::When => json!({ "anyOf": [
            { "type": "integer", "minimum": 1900, "maximum": 2099 },
            { "type": "string", "pattern": "^(19|20)[0-9]{2}(-(0[1-9]|1[0-2]))?$" },
            { "type": "string", "pattern": "^(19|20)", "format": "date" },
        ] }),
        // A bare 2017 is a number to YAML.
        Shape::Year => {
            json!({ "type": ["string", "integer"], "pattern": &*YEARS, "minimum": 1900, "maximum": 2099 })
        }
        Shape::AcademicYear => json!({ "type": "string", "pattern": &*ACADEMIC_YEARS }),
        Shape::Url => json!({ "type": "string", "pattern": r"^https?://[^\s/?#]\S*$" }),
        Shape::Language => json!({ "type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$" }),
        Shape::Path => {
            json!({ "type": ["string", "number"], "pattern": r"^[^/\\\x00-\x1f\x7f]+(/[^/\\\x00-\x1f\x7f]+)*$" })
        }
        Shape::Word(words) => json!({ "enum": words }),
        Shape::List(item) => json!({ "type": "array", "items": of(item) }),
        Shape::Map { key, value } => {
            let mut names = of(key);
            // A name before a colon is always a text to a schema.
            names.remove("type");
            json!({ "type": "object", "propertyNames": names, "additionalProperties": of(value) })
        }
        Shape::Record(fields) => {
            let mut properties = Map::new();
            for field in *fields {
                let mut schema = Map::new();
                schema.insert("description".to_owned(), field.about.into());
                schema.extend(of(&field.shape));
                properties.insert(field.name.to_owned(), Value::Object(schema));
            }
            let required: Vec<&str> = fields.iter().filter(|field| field.required).map(|field| field.name).collect();
            json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
        }
        Shape::Either(all) => json!({ "anyOf": all.iter().map(of).collect::<Vec<_>>() }),
    };
    match value {
        Value::Object(map) => map,
        _ => unreachable!("every schema above is written as an object"),
    }
}
