//! Turns a page into a record of a dossier: the fields of an article.

use chrono::NaiveDate;

use super::WebPage;
use crate::desk::edit::{Edit, EditFields, EditValue, slug};
use crate::dossier::{Dossier, EdtfDate};

/// The article for a page, with a new id; `retrieved` is the day on which it was fetched.
///
/// # Errors
/// Returns one line that says what is missing, if the page has no headline or no publisher.
pub fn article(page: &WebPage, dossier: &Dossier, retrieved: Option<NaiveDate>) -> Result<(String, Edit), String> {
    let missing = |what: &str, option: &str| format!("the page names no {what}; give {option}");
    let title = page.title.clone().ok_or_else(|| missing("headline", "--title"))?;
    let outlet = page.outlet.clone().ok_or_else(|| missing("publisher", "--outlet"))?;
    let id = id(&outlet, &title, page.published.as_ref(), dossier);
    let mut fields: EditFields = vec![
        ("id", EditValue::Text(id.clone())),
        ("title", EditValue::Text(title)),
        ("outlet", EditValue::Text(outlet)),
    ];
    let text = |value: &Option<String>| value.clone().map(EditValue::Text);
    let retrieved = retrieved.and_then(|day| EdtfDate::parse(&day.to_string()).ok());
    let rest = [
        ("url", text(&page.url)),
        ("published", page.published.clone().map(EditValue::Date)),
        ("retrieved", retrieved.map(EditValue::Date)),
        ("language", text(&page.language)),
        ("text", text(&page.text)),
    ];
    fields.extend(rest.into_iter().filter_map(|(key, value)| Some((key, value?))));
    Ok((id, Edit::Record(crate::dossier::Kind::Article, fields)))
}

/// `dawn-2026-02-04`: outlet and day; the headline if there is no day; `article` if there are no Latin letters.
fn id(outlet: &str, title: &str, published: Option<&EdtfDate>, dossier: &Dossier) -> String {
    let taken = |id: &str| dossier.find(id).is_some();
    let outlet = outlet.split(['(', '|', '/']).next().unwrap_or(outlet);
    let day = published.filter(|date| date.span_days() == Some(1)).and_then(EdtfDate::earliest);
    let words = match day {
        Some(day) => format!("{} {day}", outlet.chars().take(36).collect::<String>()),
        None => title.to_owned(),
    };
    let id = slug(&words, taken);
    if id.is_empty() { slug("article", taken) } else { id }
}
