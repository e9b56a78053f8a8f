//! One report in words: as tables on the screen and on paper, and the same as a file.

use shared::kernel::{Day, sheet};
use shared::organisation::{Organisation, valid_on};
use shared::reporting::{Dimension, Quarter, Report, ReportPart, ReportTable};
use yew::prelude::*;

use crate::ui::{Card, EmptyState};
use crate::{platform, t};

/// What stands in the place of a hidden number.
const HIDDEN: &str = "–";

/// `3. Vierteljahr 2026`.
pub(super) fn quarter_in_words(quarter: Quarter) -> AttrValue {
    t!(
        "reports-quarter",
        quarter = i32::from(quarter.of_year()),
        year = quarter.year().to_string()
    )
}

/// All parts of a report.
pub(super) fn tables(report: &Report, town: &Organisation) -> Html {
    html! {
        <>{ for report.parts.iter().map(|part| one_part(report.quarter, part, town)) }</>
    }
}

fn one_part(quarter: Quarter, part: &ReportPart, town: &Organisation) -> Html {
    let code: &'static str = part.counted.into();
    let total = part.total.map_or_else(AttrValue::default, |total| {
        t!("reports-total", count = total)
    });
    html! {
        <Card key={code} title={t!(format!("reports-{code}"))} aside={total}>
            <p class="muted">{ t!(format!("reports-{code}-lead")) }</p>
            <div hidden={part.total.is_some()}><EmptyState text={t!("reports-too-few")} /></div>
            <div class="report" hidden={part.total.is_none()}>
                { for part.tables.iter().map(|table| one_table(quarter, code, table, part.total, town)) }
            </div>
        </Card>
    }
}

fn one_table(
    quarter: Quarter,
    counted: &str,
    table: &ReportTable,
    total: Option<u32>,
    town: &Organisation,
) -> Html {
    let by: &'static str = table.by.into();
    html! {
        <table key={by} class="table report__table">
            <caption>{ t!(format!("reports-by-{by}")) }</caption>
            <thead>
                <tr>
                    <th scope="col">{ t!(format!("reports-column-{by}")) }</th>
                    <th scope="col" class="report__count">{ t!(format!("reports-{counted}-column")) }</th>
                </tr>
            </thead>
            <tbody>
                { for table.rows.iter().map(|row| html! {
                    <tr key={row.code.clone()}>
                        <th scope="row">{ code_in_words(table.by, &row.code, quarter, town) }</th>
                        <td class="report__count">{ count_in_words(row.count) }</td>
                    </tr>
                }) }
            </tbody>
            <tfoot>
                <tr>
                    <th scope="row">{ t!("reports-sum") }</th>
                    <td class="report__count">{ count_in_words(total) }</td>
                </tr>
            </tfoot>
        </table>
    }
}

fn count_in_words(count: Option<u32>) -> Html {
    match count {
        Some(count) => html! { { count } },
        None => html! {
            <><span aria-hidden="true">{ HIDDEN }</span><span class="visually-hidden">{ t!("reports-hidden") }</span></>
        },
    }
}

/// The value of a row by its name on the last day of the quarter.
fn code_in_words(by: Dimension, code: &str, quarter: Quarter, town: &Organisation) -> AttrValue {
    let day = quarter.last_day();
    let named =
        |name: Option<&String>| AttrValue::from(name.cloned().unwrap_or_else(|| code.to_owned()));
    match by {
        _ if code.is_empty() => t!(format!("reports-none-{}", <&str>::from(by))),
        Dimension::Month => quarter
            .months()
            .into_iter()
            .find(|month| code == format!("{:04}-{:02}", month.year(), month.month()))
            .map_or_else(|| AttrValue::from(code.to_owned()), month_in_words),
        Dimension::Body => {
            let body = valid_on(&town.bodies, day).find(|body| body.code.as_str() == code);
            named(body.map(|body| &body.name))
        }
        Dimension::District => {
            let mut districts = valid_on(&town.districts, day);
            let district = districts.find(|district| district.code.as_str() == code);
            named(district.map(|district| &district.name))
        }
        Dimension::Outcome => t!(format!("slip-outcome-{code}")),
        Dimension::State => t!(format!("case-state-{code}")),
    }
}

/// `Juli 2026`.
fn month_in_words(first: Day) -> AttrValue {
    let month = t!(format!("when-month-{}", first.month()));
    AttrValue::from(format!("{month} {}", first.year()))
}

/// Offers the report to be saved: one row per number, hidden ones as they stand on the screen.
pub(super) fn save(report: &Report, town: &Organisation) -> Option<()> {
    let head = [
        "reports-csv-quarter",
        "reports-csv-counted",
        "reports-csv-by",
        "reports-csv-row",
        "reports-csv-count",
    ];
    let mut rows: Vec<[String; 5]> = vec![head.map(|key| t!(key).to_string())];
    let number =
        |count: Option<u32>| count.map_or_else(|| HIDDEN.to_owned(), |count| count.to_string());
    for part in &report.parts {
        let counted = t!(format!("reports-{}", <&str>::from(part.counted))).to_string();
        let row = |by: String, of: String, count: String| {
            [report.quarter.to_string(), counted.clone(), by, of, count]
        };
        rows.push(row(
            String::new(),
            t!("reports-sum").to_string(),
            number(part.total),
        ));
        for table in &part.tables {
            let by = t!(format!("reports-column-{}", <&str>::from(table.by))).to_string();
            rows.extend(table.rows.iter().map(|one| {
                let of = code_in_words(table.by, &one.code, report.quarter, town);
                row(by.clone(), of.to_string(), number(one.count))
            }));
        }
    }
    let text = sheet::write(rows).ok()?;
    let name = format!("bericht-{}.csv", report.quarter.to_string().to_lowercase());
    // The mark tells a spreadsheet that this is UTF-8.
    platform::files::save(&name, "text/csv", format!("\u{FEFF}{text}").as_bytes())
}
