# Words for codes that only pages for whoever is signed in say.

eligibility-core_first = Target group, with priority
eligibility-core = Target group
eligibility-refer = Refer: another service manages the case
eligibility-refer_elsewhere = Refer to the integration centre of the other town
eligibility-minor = Minor
eligibility-outside = Outside the target group
eligibility-ask = To be clarified

advice-admit = Admit.
advice-refer = Refer; admission for other concerns stays possible.
advice-ask_date = Ask for the missing or imprecise date.
advice-counsel_or_exception = Counsel and refer. Admission only as an exception by coordination, with a reason.
advice-refer_to_youth_services = Refer to youth services and look again on the 18th birthday.

eligibility-reason-adult = Of age since { $day }.
eligibility-adult-at-latest = Of age since { $day } at the latest.
eligibility-reason-not_adult_before = Of age only on { $day }.
eligibility-reason-age_unclear = The date of birth does not tell whether the person is of age.
eligibility-reason-within_window = Within the period, until { $day }.
eligibility-reason-window_ended = The period ended on { $day }.
eligibility-reason-entry_unclear = The date of entry does not tell whether it lies within the period.
eligibility-reason-born_in_germany = Born in Germany, so there was no entry.
eligibility-reason-lives_elsewhere = Does not live in Leverkusen.
eligibility-reason-no_other_case_management = No other case management, therefore priority.
eligibility-reason-other_case_management = Another case management is in charge of its field.
eligibility-reason-other_case_management_unknown = It is not known whether another service manages the case.

verdict-different = another person
verdict-possible = possibly the same person
verdict-likely = likely the same person

match-name_same = { $found } the same
match-name_spelling = { $typed } ≈ { $found } (spelling)
match-name_diminutive = { $typed }: short for { $found }
match-name_near = { $typed } near { $found }
match-name_beginning = { $typed } …: begins like { $found }
match-name_within = { $typed } is in the name
match-names_swapped = given and family name swapped
match-birth_same = same date of birth
match-birth_year = same year
match-birth_swapped = day and month swapped
match-birth_near = date of birth nearly the same
match-birth_first_of_january = 1 January says little
match-number = case number

candidate-covers_district = covers the district
candidate-other_district = another district
candidate-has_capacity = has room
candidate-is_full = full
candidate-speaks_language = speaks the language
candidate-same_household = already works with somebody of the household
candidate-is_absent = absent
candidate-is_vacant = post not filled
candidate-lowest_load = lowest load

case-state-open = open
case-state-resting = resting
case-state-closed = closed

consent-found_at_desk = To be found at the Service-Point
consent-case_management = Case management and its documentation
consent-special_categories = Specially protected details
consent-sharing = Sharing with an office
consent-named_conference = Case conference by name
consent-deputy = Deputy or handover
consent-electronic_contact = E-mail and messenger
consent-aftercare = Asking again after the end
consent-evaluation = Evaluation without a name
consent-answer-given = given
consent-answer-refused = refused
consent-answer-revoked = revoked

lane-residence = Residence
lane-livelihood = Livelihood
lane-language = Language
lane-work = Work
lane-housing = Housing
lane-health = Health

list-livelihood = support for livelihood
list-procedure = other benefit
list-language-level = level of German
list-course = course
list-employment = employment
list-training = training
list-school = schooling

link-state-planned = planned
link-state-confirmed = confirmed
link-state-running = under way
link-state-ended_with_successor = ended, something follows
link-state-ended_without_successor = ended, nothing follows

slip-outcome-counselled = counselled
slip-outcome-referred = referred
slip-outcome-intake = intake

outcome-applied = confirmed
outcome-refused = refused
outcome-conflict = needs a decision
outcome-held = handed in late

other-case-management-none = no
other-case-management-restricted = accessible in part only
other-case-management-yes = yes
other-case-management-unknown = not known

intake-state-open = being filled in
intake-state-completed = complete
intake-state-exception_asked = exception asked for
intake-state-exception_refused = exception refused
intake-state-admitted = admitted
intake-state-referred = referred
intake-state-counselled = counselled

compared-name = Name as shown
compared-original_script = Original script
compared-other_names = Other names
compared-born = Birth
compared-birth_country = Country of birth
compared-sex = Sex
compared-nationalities = Nationalities
compared-languages = Languages
compared-entered_germany = Entry to Germany
compared-address = Address
compared-telephone = Telephone

agreement-same = the same
agreement-similar = similar
agreement-different = different
agreement-one_sided = known of one only

reason-too_many_people = You have seen very many people today for whom others are responsible.
reason-too_many_people-ask = Your own cases open as always. If it is urgent, the coordination helps.
reason-not_responsible = Somebody else is responsible for this case.
reason-not_responsible-ask = Ask the person responsible, or coordination.
reason-other_unit = Another office is responsible.
reason-other_unit-ask = Ask there; without consent nothing can be seen.
reason-no_consent = The person did not agree to this.
reason-no_consent-ask = The person can agree themselves.
reason-protected = The address is locked.
reason-protected-ask = Only the person responsible sees it.
reason-no_case = There is no case yet.
reason-no_case-ask = It begins with the intake.
reason-needs_handover = The case already has somebody responsible; it changes hands only by a handover.
reason-needs_handover-ask = Coordination plans the handover.
reason-deputy_ahead = You are named as deputy; it has not begun yet.
reason-deputy_ahead-ask = The file opens on the first day of the absence.
reason-deputy_ended = You are no longer deputising.
reason-deputy_ended-ask = The responsible person is back.
reason-no_deputy_consent = The person has not agreed that your office deputises.
reason-no_deputy_consent-ask = You see the dates. For more, ask the person themselves or the coordination.
reason-not_for_deputy = This stays with the responsible person, also while you deputise.
reason-not_for_deputy-ask = They decide when they are back; if it is urgent, the coordination.
reason-read_only = Opened for reading only.
reason-read_only-ask = For anything else ask the responsible worker.
reason-open_already = The file is open to you already.
reason-open_already-ask = Open it among your cases.
reason-own_request = Somebody else decides on your own request.
reason-own_request-ask = It takes the decision of two people: please ask another coordinator.
