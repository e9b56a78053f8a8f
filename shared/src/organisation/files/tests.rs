//! The shipped town is whole, and every kind of mistake in a file is named by file, line and column.

use jiff::civil::date;

use super::*;
use crate::organisation::valid_on;

/// The shipped files with one of them replaced.
fn with(file: &str, text: &str) -> Vec<FileProblem> {
    let shipped = shipped_files();
    let files = shipped
        .iter()
        .map(|(name, old)| (*name, if *name == file { text } else { *old }));
    read(files).unwrap_err()
}

/// A town that nobody has heard of, with a part that was taken in later.
pub(crate) const fn another_town() -> [(&'static str, &'static str); FILES.len() - 1] {
    [
        (
            "municipality.csv",
            "ags,name,post_code_from,post_code_until,valid_from,valid_until\n05999000,Musterhausen,59900,59909,2000-01-01,\n",
        ),
        (
            "districts.csv",
            "code,name,valid_from,valid_until\nN,Nord,2000-01-01,\n",
        ),
        (
            "localities.csv",
            "code,name,district,valid_from,valid_until\noberdorf,Oberdorf,N,2000-01-01,\nneuland,Neuland,N,2026-07-01,\n",
        ),
        ("places.csv", "name,locality,valid_from,valid_until\n"),
        (
            "neighbours.csv",
            "name,town,centre,valid_from,valid_until\n",
        ),
        ("bodies.csv", "code,name,valid_from,valid_until\n"),
        (
            "units.csv",
            "code,name,body,is_desk,packed_cases,pack_hours,valid_from,valid_until\n",
        ),
        (
            "posts.csv",
            "code,name,unit,share_percent,is_invented,valid_from,valid_until\n",
        ),
        (
            "coverage.csv",
            "post,district,is_invented,valid_from,valid_until\n",
        ),
        (
            "holders.csv",
            "post,name,telephone,languages,is_invented,valid_from,valid_until\n",
        ),
        ("absences.csv", "post,deputy,valid_from,valid_until\n"),
        (
            "offices.csv",
            "code,name,kind,fields_of_action,valid_from,valid_until\n",
        ),
        (
            "target_group_rules.csv",
            "version,age_years,window_years,absence_months,valid_from,valid_until\n",
        ),
        (
            "work_limits.csv",
            "cases_per_full_post,cases_per_full_post_soft,first_contact_d1,first_contact_d2,first_contact_d3,first_contact_d4,post_check,valid_from,valid_until\n",
        ),
    ]
}

fn shown(problems: &[FileProblem]) -> Vec<String> {
    problems.iter().map(ToString::to_string).collect()
}

#[test]
fn the_shipped_town_is_the_one_of_the_programme() {
    let town = shipped().unwrap();
    let day = date(2026, 11, 23);
    assert_eq!(town.municipality_on(day).unwrap().ags.as_str(), "05316000");
    assert_eq!(valid_on(&town.districts, day).count(), 3);
    let parts = |district: &str| {
        valid_on(&town.localities, day)
            .filter(|locality| locality.district.as_str() == district)
            .count()
    };
    assert_eq!((parts("I"), parts("II"), parts("III")), (4, 5, 4));
    assert_eq!(valid_on(&town.bodies, day).count(), 4);
    let units = |is_desk| valid_on(&town.units, day).filter(move |unit| unit.is_desk == is_desk);
    assert_eq!((units(false).count(), units(true).count()), (5, 1));
    let posts: Vec<_> = valid_on(&town.posts, day)
        .map(|post| (post.code.as_str(), post.unit.as_str(), post.share_percent))
        .collect();
    assert_eq!(
        posts,
        [
            ("caritas-1", "caritas", 100),
            ("awo-1", "awo", 100),
            ("diakonie-1", "diakonie", 100),
            ("soziales-1", "soziales", 100),
            ("ki-1", "ki", 100),
        ]
    );
    assert_eq!(town.target_group_rule_on(day).unwrap().window_years, 5);
}

#[test]
fn a_town_from_before_the_address_of_its_officer_is_still_read() {
    let town = read(another_town()).unwrap();
    assert_eq!(town.municipality[0].data_protection, "");
    let town = shipped().unwrap();
    assert!(
        town.municipality[0]
            .data_protection
            .contains("Datenschutzbeauftragte")
    );
    let (lines, columns) = (
        "two\nlines",
        "ags,name,post_code_from,post_code_until,data_protection,valid_from,valid_until",
    );
    let problems = with(
        "municipality.csv",
        &format!("{columns}\n05316000,Leverkusen,51371,51381,\"{lines}\",1975-01-01,\n"),
    );
    assert_eq!(problems.len(), 1, "{:?}", shown(&problems));
    assert_eq!(problems[0].column.as_deref(), Some("data_protection"));
}

#[test]
fn a_list_of_offices_from_before_addresses_is_still_read() {
    let mut files = shipped_files();
    let before = "code,name,kind,fields_of_action,valid_from,valid_until\nkja,Jugendagentur,body,H05,2021-01-01,\n";
    for (name, text) in &mut files {
        if *name == "offices.csv" {
            *text = before;
        }
    }
    let town = read(files).unwrap();
    let office = &town.offices[0];
    assert_eq!(
        (office.name.as_str(), office.address.as_str()),
        ("Jugendagentur", "")
    );
    assert_eq!(town.coordination_on(date(2026, 11, 23)), None);
}

#[test]
fn whom_to_ask_where_somebody_is_known_elsewhere_has_a_telephone() {
    let town = shipped().unwrap();
    let office = town.coordination_on(date(2026, 11, 23)).unwrap();
    assert_eq!(office.code.as_str(), "stadt-ki");
    assert!(office.telephone.starts_with("0214 000-"));
    assert!(
        town.offices
            .iter()
            .all(|office| office.telephone.is_empty() || office.telephone.starts_with("0214 000-"))
    );
}

#[test]
fn every_district_is_covered_and_every_allocation_is_labelled_as_invented() {
    let town = shipped().unwrap();
    let day = date(2026, 11, 23);
    for district in valid_on(&town.districts, day) {
        assert!(valid_on(&town.posts, day).any(|post| town.covers_on(
            &post.code,
            &district.code,
            day
        )));
    }
    assert!(town.coverage.iter().all(|row| row.is_invented));
    assert!(town.holders.iter().all(|row| row.is_invented));
    assert!(
        town.holders
            .iter()
            .all(|row| row.telephone.starts_with("0214 000-1"))
    );
}

#[test]
fn who_holds_a_post_is_asked_as_of_a_day() {
    let town = shipped().unwrap();
    let post = "diakonie-1".parse().unwrap();
    let holder = |day| {
        town.holder_on(&post, day)
            .map(|holder| holder.name.as_str())
    };
    assert_eq!(holder(date(2021, 7, 31)), None);
    assert_eq!(holder(date(2024, 6, 30)), Some("Helga Brinkmann"));
    assert_eq!(holder(date(2024, 7, 1)), Some("Olena Hartwig"));
}

#[test]
fn the_receiving_offices_are_those_of_the_programme() {
    let town = shipped().unwrap();
    let offices = town.offices_on(date(2026, 11, 23));
    for code in [
        "stadt",
        "caritas",
        "awo",
        "fluechtlingsrat",
        "kja",
        "diakonie",
        "jobcenter",
        "agentur",
        "ehrenamt",
    ] {
        assert!(
            offices.iter().any(|office| office.code.as_str() == code),
            "{code}"
        );
    }
}

#[test]
fn what_was_read_travels_as_json() {
    let town = shipped().unwrap();
    let json = serde_json::to_string(&town).unwrap();
    assert_eq!(serde_json::from_str::<Organisation>(&json).unwrap(), town);
}

#[test]
fn a_cell_that_cannot_be_read_is_named_by_file_line_and_column() {
    let problems = with(
        "districts.csv",
        "code,name,valid_from,valid_until\nI,Eins,1975-01-01,\nII,,1975-01-01,\nI I,Zwei,1975-01-01,\nIII,Drei,heute,\n",
    );
    let of_districts: Vec<_> = shown(&problems)
        .into_iter()
        .filter(|line| line.starts_with("districts.csv"))
        .collect();
    assert_eq!(
        of_districts,
        [
            "districts.csv, line 3, column name: the cell is empty",
            "districts.csv, line 4, column code: the cell cannot be read as what belongs there",
            "districts.csv, line 5, column valid_from: the cell is no day, neither 2026-11-25 nor 25.11.2026",
        ]
    );
}

#[test]
fn missing_and_unknown_columns_and_files_are_named() {
    assert_eq!(
        shown(&with(
            "coverage.csv",
            "post,bezirk,is_invented,valid_from,valid_until\n"
        )),
        [
            "coverage.csv, line 1, column bezirk: no column of this name is read",
            "coverage.csv, line 1, column district: the column is missing",
        ]
    );
    let problems = read([("posten.csv", "")]).unwrap_err();
    assert!(shown(&problems).contains(&"posten.csv: no file of this name is read".to_owned()));
    assert!(shown(&problems).contains(&"posts.csv: the file is missing".to_owned()));
    assert_eq!(
        problems.len(),
        FILES.len(),
        "one too many, and each that is needed"
    );
}

#[test]
fn what_no_file_is_given_for_stays_as_it_is() {
    let before = shipped().unwrap();
    let absences = "post;deputy;valid_from;valid_until\nawo-1;caritas-1;2026-12-01;2026-12-18\n";
    let given = [("absences.csv".to_owned(), absences.to_owned())];
    let after = read_over(&before, &given).unwrap();
    assert_eq!(after.absences.len(), 1);
    assert_eq!(after.absences[0].deputy, "caritas-1".parse().ok());
    let again = Organisation {
        absences: before.absences.clone(),
        ..after
    };
    assert_eq!(again, before);

    // A list that others speak of cannot be emptied beneath them.
    let none = "code,name,unit,share_percent,is_invented,valid_from,valid_until\n";
    let wrong = read_over(&before, &[("posts.csv".to_owned(), none.to_owned())]).unwrap_err();
    let wrong: Vec<_> = wrong.into_iter().collect();
    assert!(
        shown(&wrong)
            .iter()
            .any(|line| line.starts_with("coverage.csv, line 2, column post: the cell names"))
    );
}

#[test]
fn a_line_with_another_number_of_cells_is_named() {
    assert_eq!(
        shown(&with(
            "absences.csv",
            "post,deputy,valid_from,valid_until\nawo-1,2026-01-01\n"
        )),
        ["absences.csv, line 2: the line is not readable as CSV"]
    );
}

#[test]
fn what_a_row_names_must_be_defined_on_the_day_it_begins() {
    let header = "post,district,is_invented,valid_from,valid_until\n";
    assert_eq!(
        shown(&with(
            "coverage.csv",
            &format!(
                "{header}awo-1,IV,yes,2026-01-01,\nawo-9,I,yes,2026-01-01,\nawo-1,I,yes,2021-07-31,\n"
            )
        )),
        [
            "coverage.csv, line 2, column district: the cell names something that is not defined for that period",
            "coverage.csv, line 3, column post: the cell names something that is not defined for that period",
            "coverage.csv, line 4, column post: the cell names something that is not defined for that period",
        ]
    );
}

#[test]
fn nobody_deputises_for_themselves() {
    let absences = "post,deputy,valid_from,valid_until\nawo-1,awo-1,2026-01-01,2026-01-05\n";
    assert_eq!(
        shown(&with("absences.csv", absences)),
        ["absences.csv, line 2, column deputy: nobody deputises for themselves"]
    );
}

#[test]
fn a_post_has_one_holder_at_a_time() {
    let header = "post,name,telephone,languages,is_invented,valid_from,valid_until\n";
    assert_eq!(
        shown(&with(
            "holders.csv",
            &format!(
                "{header}awo-1,A,0,deu,yes,2026-01-01,2026-06-30\nawo-1,B,0,deu,yes,2026-06-30,\n"
            )
        )),
        ["holders.csv, line 3: another row says something about the same on the same day"]
    );
}

#[test]
fn a_period_does_not_end_before_it_begins() {
    let absences = "post,deputy,valid_from,valid_until\nawo-1,,2026-01-02,2026-01-01\n";
    assert_eq!(
        shown(&with("absences.csv", absences)),
        ["absences.csv, line 2, column valid_until: the last day lies before the first"]
    );
}

/// The shipped files with a directory of streets.
fn with_streets(rows: &str) -> Result<Organisation, Vec<FileProblem>> {
    let streets = format!("street;first;last;side;locality;valid_from;valid_until\n{rows}");
    let shipped = shipped_files();
    read(shipped.into_iter().chain([(OPTIONAL, streets.as_str())]))
}

#[test]
fn a_directory_of_streets_is_read_row_by_row() {
    let town = with_streets(
        "Musterstraße;1;99;ungerade;opladen;2020-01-01;\nMusterstraße;2;;gerade;quettingen;2020-01-01;\nErfundener Weg;;;;hitdorf;2020-01-01;\n",
    )
    .unwrap();
    assert_eq!(town.streets.len(), 3);
    let problems = with_streets(
        "Musterstraße;eins;99;;opladen;2020-01-01;\nMusterstraße;1;99;links;opladen;2020-01-01;\nMusterstraße;9;1;;opladen;2020-01-01;\nWeg;;;;atlantis;2020-01-01;\nRing;1;50;;opladen;2020-01-01;\nring;50;60;gerade;quettingen;2020-01-01;\n;;;;opladen;2020-01-01;\n",
    )
    .unwrap_err();
    assert_eq!(
        shown(&problems),
        [
            "streets.csv, line 2, column first: the cell cannot be read as what belongs there",
            "streets.csv, line 3, column side: the cell cannot be read as what belongs there",
            "streets.csv, line 4, column last: the cell cannot be read as what belongs there",
            "streets.csv, line 5, column locality: the cell names something that is not defined for that period",
            "streets.csv, line 7: another row says something about the same on the same day",
            "streets.csv, line 8, column street: the cell is empty",
        ]
    );
}

#[test]
fn no_directory_of_streets_ships() {
    assert!(shipped().unwrap().streets.is_empty());
}

#[test]
fn a_file_may_come_from_a_german_spreadsheet() {
    let absences = "\u{FEFF}post;deputy;valid_from;valid_until\r\nawo-1;;2.01.2026;03.01.2026\r\n";
    let shipped = shipped_files();
    let files = shipped.iter().map(|(name, old)| {
        (
            *name,
            if *name == "absences.csv" {
                absences
            } else {
                *old
            },
        )
    });
    let read = read(files).unwrap().absences;
    assert_eq!(read.len(), 1);
    assert_eq!(read[0].valid_from, date(2026, 1, 2));
    assert_eq!(read[0].valid_until, Some(date(2026, 1, 3)));
}

#[test]
fn lines_are_counted_as_an_editor_does_whatever_ends_them() {
    for end in ["\n", "\r\n"] {
        let lines = [
            "post,deputy,valid_from,valid_until",
            "awo-1,,31.02.2026,",
            "",
            "awo-1,,2026-01-02,morgen",
            "awo-1,awo-1,2026-02-02,2026-02-03",
            "awo-1,caritas-1",
            "",
        ];
        assert_eq!(
            shown(&with("absences.csv", &lines.join(end))),
            [
                "absences.csv, line 2, column valid_from: the cell is no day, neither 2026-11-25 nor 25.11.2026",
                "absences.csv, line 4, column valid_until: the cell is no day, neither 2026-11-25 nor 25.11.2026",
                "absences.csv, line 5, column deputy: nobody deputises for themselves",
                "absences.csv, line 6: the line is not readable as CSV",
            ]
        );
    }
}

/// Whoever made one mistake in the list of posts is not told that nobody's post exists.
#[test]
fn what_follows_from_a_list_that_cannot_be_read_is_not_said() {
    let posts = "code,name,unit,share_percent,is_invented,valid_from,valid_until\ncaritas-1,Stelle,caritas,viel,no,2021-01-01,\n";
    assert_eq!(
        shown(&with("posts.csv", posts)),
        ["posts.csv, line 2, column share_percent: the cell cannot be read as what belongs there"]
    );
}

/// What a spreadsheet, an archive or a page would be if its letters were taken for a list; each is refused as a whole.
#[test]
fn what_is_no_list_is_told_and_nothing_of_it_is_taken() {
    let kept = shipped().unwrap();
    let header = "post,deputy,valid_from,valid_until\n";
    let long = format!("{header}{},,2026-01-01,\n", "a".repeat(2_000_000));
    let wide = format!("{header}awo-1{}\n", ",".repeat(100_000));
    let open = format!("{header}\"{}", "a\n".repeat(100_000));
    let twice: String = format!("{header}{}", "awo-1,,2026-01-01,\n".repeat(1_000));
    for (about, name, text) in [
        ("an archive", "absences.csv", "PK\u{3}\u{4}\u{14}\0\u{8}\0"),
        ("a packed file", "absences.csv", "\u{1f}\u{fffd}\u{8}\0\0\0"),
        (
            "a page",
            "absences.csv",
            "<!doctype html><script>alert(1)</script>",
        ),
        ("another format", "absences.csv", "[{\"post\":\"awo-1\"}]"),
        ("nothing", "absences.csv", ""),
        ("NULs", "absences.csv", "\0\0\0\0\n\0,\0,\0,\0\n"),
        ("a cell without end", "absences.csv", &long),
        ("a line without end", "absences.csv", &wide),
        ("a quote without end", "absences.csv", &open),
        ("the same again and again", "absences.csv", &twice),
        (
            "a formula for a code",
            "absences.csv",
            "post,deputy,valid_from,valid_until\n=1+1,,2026-01-01,\n",
        ),
        (
            "a way up for a name",
            "../../absences.csv",
            "post,deputy,valid_from,valid_until\n",
        ),
        ("another name", "absences.csv.exe", header),
    ] {
        let given = [(name.to_owned(), text.to_owned())];
        let problems = read_over(&kept, &given).expect_err(about);
        assert!(!problems.is_empty(), "{about}");
        assert!(
            problems.iter().all(|problem| problem.file == name),
            "{about}"
        );
    }
}

#[test]
fn a_name_that_a_spreadsheet_would_calculate_is_written_as_text_whatever_it_begins_with() {
    let mut town = shipped().unwrap();
    let hostile = ["=1+1", "+1", "-1", "@SUM(1)", "'=1", "=cmd|' /C calc'!A0"];
    for (holder, name) in town.holders.iter_mut().zip(hostile) {
        name.clone_into(&mut holder.name);
        name.clone_into(&mut holder.telephone);
    }
    for (name, text) in write(&town).unwrap() {
        let mut rows = csv::ReaderBuilder::new().from_reader(text.as_bytes());
        for cell in rows.records().flat_map(|row| {
            row.unwrap()
                .iter()
                .map(ToOwned::to_owned)
                .collect::<Vec<_>>()
        }) {
            assert!(
                !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                "{name}: {cell}"
            );
        }
    }
}
