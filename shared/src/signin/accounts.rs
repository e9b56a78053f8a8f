//! Accounts, their roles and invitations, as the administrator manages them. An account belongs to one person; what it
//! may be, and where, are roles with a first and a last day (domain.md part 7).

use serde::{Deserialize, Serialize};

use crate::kernel::text::check_line;
use crate::kernel::{
    AccountId, Day, DeviceId, FieldProblem, FieldProblems, GrantId, Moment, PostCode, ProblemCode,
    Role, UnitCode,
};
use crate::organisation::Organisation;

/// Most characters of a login and of a name.
pub const NAME_MAX: usize = 120;
/// Fewest characters of a login.
pub const LOGIN_MIN: usize = 3;

/// A role as it is typed in; absent is what was not chosen yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RoleDraft {
    /// What.
    pub role: Option<Role>,
    /// In which unit.
    pub unit: Option<UnitCode>,
    /// On which post; case managers only.
    pub post: Option<PostCode>,
    /// From which day on.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub valid_from: Option<Day>,
    /// Until which day, that day included; absent: until it is ended.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub valid_until: Option<Day>,
}

/// A role that passed its check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRole {
    /// What.
    pub role: Role,
    /// In which unit.
    pub unit: UnitCode,
    /// On which post.
    pub post: Option<PostCode>,
    /// From which day on.
    pub valid_from: Day,
    /// Until which day, that day included.
    pub valid_until: Option<Day>,
}

impl RoleDraft {
    /// The whole check, against the organisation that holds: unit and post are there, and case managers, and nobody else,
    /// hold a post of their unit.
    ///
    /// # Errors
    /// Every problem, at its field.
    pub fn check(&self, organisation: &Organisation, today: Day) -> Result<NewRole, FieldProblems> {
        let mut problems = FieldProblems::default();
        let from = self.valid_from.unwrap_or(today);
        let on = from.max(today);
        for (is_missing, field) in [
            (self.role.is_none(), "role"),
            (self.unit.is_none(), "unit"),
            (self.valid_from.is_none(), "valid_from"),
        ] {
            if is_missing {
                problems.add(field, ProblemCode::Missing);
            }
        }
        if let Some(unit) = &self.unit
            && organisation.unit_on(unit, on).is_none()
        {
            problems.add("unit", ProblemCode::UnknownCode);
        }
        match (self.role, &self.post) {
            (Some(Role::CaseManager), None) => problems.add("post", ProblemCode::Missing),
            (Some(Role::CaseManager), Some(post)) => {
                let unit = organisation.post_on(post, on).map(|post| &post.unit);
                if unit.is_none() || unit != self.unit.as_ref() {
                    problems.add("post", ProblemCode::UnknownCode);
                }
            }
            (Some(_), Some(_)) => problems.add("post", ProblemCode::Contradiction),
            _ => {}
        }
        if let Some(until) = self.valid_until {
            if until < from {
                problems.add("valid_until", ProblemCode::EndBeforeStart);
            } else if until < today {
                problems.add("valid_until", ProblemCode::InPast);
            }
        }
        match (self.role, &self.unit, problems.is_empty()) {
            (Some(role), Some(unit), true) => Ok(NewRole {
                role,
                unit: unit.clone(),
                post: self.post.clone(),
                valid_from: from,
                valid_until: self.valid_until,
            }),
            _ => Err(problems),
        }
    }
}

/// An account that does not exist yet, with its first role.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    /// The name to sign in with.
    pub login: String,
    /// The person's own name, for showing.
    pub name: String,
    /// What they are first.
    pub role: RoleDraft,
}

impl NewAccount {
    /// The whole check; that the login is free, only the server knows.
    ///
    /// # Errors
    /// Every problem, at its field.
    pub fn check(&self, organisation: &Organisation, today: Day) -> Result<NewRole, FieldProblems> {
        let mut problems = names(&self.login, &self.name);
        match self.role.check(organisation, today) {
            Ok(role) => problems.or(role),
            Err(wrong) => {
                problems.add_under("role", wrong);
                Err(problems)
            }
        }
    }
}

/// What is wrong with login and name of an account.
#[must_use]
pub fn names(login: &str, name: &str) -> FieldProblems {
    let mut problems = FieldProblems::default();
    let missing = Some(ProblemCode::Missing);
    check_line(login, NAME_MAX, missing, "login", &mut problems);
    check_line(name, NAME_MAX, missing, "name", &mut problems);
    if (1..LOGIN_MIN).contains(&login.trim().chars().count()) {
        problems.add(
            "login",
            FieldProblem::limited(ProblemCode::TooShort, "min", LOGIN_MIN),
        );
    }
    problems
}

/// A role that an account has, had or will have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HeldRole {
    /// Names it, to end it.
    pub grant: GrantId,
    /// What.
    pub role: Role,
    /// In which unit.
    pub unit: UnitCode,
    /// On which post.
    pub post: Option<PostCode>,
    /// From which day on.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub valid_from: Day,
    /// Until which day, that day included; absent: until it is ended.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub valid_until: Option<Day>,
}

impl HeldRole {
    /// Whether it holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: Day) -> bool {
        self.valid_from <= day && !self.is_over_on(day)
    }

    /// Whether it had ended before a day.
    #[must_use]
    pub fn is_over_on(&self, day: Day) -> bool {
        self.valid_until.is_some_and(|until| until < day)
    }
}

/// How an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum AccountStanding {
    /// Its code was not used yet.
    Invited {
        /// Until when it can be.
        until: Moment,
    },
    /// It has a password.
    Active,
    /// It signs in no more.
    Closed {
        /// Since when.
        since: Moment,
    },
}

/// A device of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AccountDevice {
    /// Names it.
    pub device: DeviceId,
    /// What its owner called it.
    pub label: String,
    /// Since when it is enrolled.
    pub enrolled_at: Moment,
    /// When it was noted as lost.
    pub lost_at: Option<Moment>,
}

/// An account with what the administrator sees of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AccountLine {
    /// Names it.
    pub account: AccountId,
    /// The name to sign in with.
    pub login: String,
    /// The person's own name.
    pub name: String,
    /// How it stands.
    pub standing: AccountStanding,
    /// Whether it has a second factor.
    pub has_factor: bool,
    /// Whether it is linked to the town's own sign-in service.
    pub is_linked: bool,
    /// When one of its sessions was last used; absent: none holds.
    pub seen_at: Option<Moment>,
    /// Its roles, those that ended too.
    pub roles: Vec<HeldRole>,
    /// Its devices, lost ones too.
    pub devices: Vec<AccountDevice>,
}

/// All accounts, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Accounts {
    /// One line for each.
    pub accounts: Vec<AccountLine>,
}

/// Names an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ThisAccount {
    /// The account.
    pub account: AccountId,
}

/// A new code for an account whose owner lost what they sign in with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewCode {
    /// The account.
    pub account: AccountId,
    /// Whether the second factor is lost too. Else it stays, and who has the code alone is not let in.
    pub forgets_factors: bool,
}

/// One more role for an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GrantTo {
    /// The account.
    pub account: AccountId,
    /// The role.
    pub role: RoleDraft,
}

/// The end of a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RoleEnd {
    /// The role.
    pub grant: GrantId,
    /// The first day on which it holds no more, today or later.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub from: Day,
}

/// A code for whoever an account is for. It is shown once: the server keeps its hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Invited {
    /// The account.
    pub account: AccountId,
    /// The name to sign in with.
    pub login: String,
    /// The first day on which it is something, and can sign in; absent where it has no role that holds or will.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub begins: Option<Day>,
    /// The code, in groups as it is printed.
    pub code: String,
    /// Until when it can be used.
    pub until: Moment,
}

/// A code as somebody types it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InvitationCode {
    /// As printed; dashes, spaces and small letters do not matter.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 80)))]
    pub code: String,
}

/// Whom an invitation is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Invitee {
    /// The name to sign in with.
    pub login: String,
    /// Their own name.
    pub name: String,
}

/// An invitation that is accepted.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Invitation {
    /// The code.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 80)))]
    pub code: String,
    /// The password that is to hold, at least 12 characters.
    #[cfg_attr(feature = "schema", schemars(length(min = 12, max = 256)))]
    pub password: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Day {
        jiff::civil::date(2026, 11, 26)
    }

    fn organisation() -> Organisation {
        crate::organisation::files::shipped().unwrap()
    }

    fn draft(role: Role, post: Option<&str>) -> RoleDraft {
        RoleDraft {
            role: Some(role),
            unit: Some("awo".parse().unwrap()),
            post: post.map(|post| post.parse().unwrap()),
            valid_from: Some(today()),
            valid_until: None,
        }
    }

    fn wrong(draft: &RoleDraft) -> Vec<(String, ProblemCode)> {
        let Err(problems) = draft.check(&organisation(), today()) else {
            return Vec::new();
        };
        problems
            .iter()
            .flat_map(|(path, all)| all.iter().map(|one| (path.clone(), one.code)))
            .collect()
    }

    #[test]
    fn a_case_manager_has_a_post_of_the_unit_and_nobody_else_has_one() {
        use ProblemCode::{Contradiction, Missing, UnknownCode};
        let post = |code| vec![("post".to_owned(), code)];
        assert_eq!(wrong(&draft(Role::CaseManager, Some("awo-1"))), []);
        assert_eq!(wrong(&draft(Role::CaseManager, None)), post(Missing));
        assert_eq!(
            wrong(&draft(Role::CaseManager, Some("caritas-1"))),
            post(UnknownCode)
        );
        assert_eq!(
            wrong(&draft(Role::Reception, Some("awo-1"))),
            post(Contradiction)
        );
        assert_eq!(wrong(&draft(Role::Reception, None)), []);
    }

    #[test]
    fn a_role_says_what_where_and_from_when_and_ends_after_it_began() {
        let nothing = wrong(&RoleDraft::default());
        let fields: Vec<_> = nothing.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(fields, ["role", "unit", "valid_from"]);
        let ended = RoleDraft {
            valid_until: Some(jiff::civil::date(2026, 11, 25)),
            ..draft(Role::Reception, None)
        };
        assert_eq!(
            wrong(&ended),
            [("valid_until".to_owned(), ProblemCode::EndBeforeStart)]
        );
        let long_ago = RoleDraft {
            valid_from: Some(jiff::civil::date(2026, 1, 1)),
            ..ended
        };
        assert_eq!(
            wrong(&long_ago),
            [("valid_until".to_owned(), ProblemCode::InPast)]
        );
    }

    #[test]
    fn a_role_holds_on_its_first_and_last_day_and_not_after() {
        let held = HeldRole {
            grant: GrantId::from_uuid(uuid::Uuid::from_u128(1)),
            role: Role::Reception,
            unit: "awo".parse().unwrap(),
            post: None,
            valid_from: today(),
            valid_until: Some(jiff::civil::date(2026, 11, 30)),
        };
        let holds = |day| held.holds_on(jiff::civil::date(2026, 11, day));
        assert!(!holds(25) && holds(26) && holds(30));
        assert!(!held.holds_on(jiff::civil::date(2026, 12, 1)));
    }
}
