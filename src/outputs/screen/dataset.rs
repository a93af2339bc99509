//! What search engines for data read of a page: schema.org `Dataset` as JSON-LD.
//!
//! It stands in a script element that no browser runs: its type is no script's, so the Content-Security-Policy, which
//! allows no script in a page, has nothing to say of it (HTML Standard, "prepare the script element", data block).

use serde_json::{Map, Value, json};

use crate::document::{Dataset, Page, Site};
use crate::outputs::html::{Place, link};
use crate::vocabulary::SitePath;

use super::feed;

/// The page's dataset as a script element may hold it; nothing where the page has none.
pub fn json_ld(site: &Site, page: &Page, place: &Place) -> Option<String> {
    let dataset = site.datasets.get(&page.path)?;
    let text = serde_json::to_string(&value(site, page, place, dataset)).expect("texts and numbers are always JSON");
    // `</script>` or `<!--` in a title would end the element; JSON has another way to write these signs.
    Some(text.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026"))
}

fn value(site: &Site, page: &Page, place: &Place, dataset: &Dataset) -> Value {
    let address = site.facts.address.as_deref();
    let to = |path: &SitePath| match address {
        Some(address) => feed::on_the_web(site, address, path),
        None => link::to_path(place, path, None),
    };
    let organisation = |name: &str, url: Option<&str>| {
        let mut map = Map::from_iter([("@type".to_owned(), json!("Organization")), ("name".to_owned(), json!(name))]);
        map.extend(url.map(|url| ("url".to_owned(), json!(url))));
        Value::Object(map)
    };
    let mut map = Map::new();
    let mut put = |name: &str, value: Value| map.insert(name.to_owned(), value);
    put("@context", json!("https://schema.org"));
    put("@type", json!("Dataset"));
    put("name", json!(dataset.name));
    put("description", json!(dataset.description));
    if address.is_some() {
        put("url", json!(to(&page.path)));
    }
    put("inLanguage", json!(page.language.as_str()));
    put("creator", organisation(&dataset.publisher, dataset.source.as_deref()));
    put("publisher", organisation(&site.facts.organisation.name, site.facts.organisation.url.as_deref()));
    put("isAccessibleForFree", json!(true));
    if let Some(licence) = &dataset.licence {
        put("license", json!(licence));
    }
    if let Some((first, last)) = dataset.years {
        put("temporalCoverage", json!(format!("{first}/{last}")));
    }
    if !dataset.places.is_empty() {
        let place = |name: &String| json!({ "@type": "Place", "name": name });
        put("spatialCoverage", dataset.places.iter().map(place).collect());
    }
    let files = dataset.files.iter().filter(|(path, _)| place.files.get(path).is_some());
    let files: Vec<Value> = files
        .map(|(path, media)| json!({ "@type": "DataDownload", "encodingFormat": media, "contentUrl": to(path) }))
        .collect();
    if !files.is_empty() {
        put("distribution", Value::Array(files));
    }
    Value::Object(map)
}
