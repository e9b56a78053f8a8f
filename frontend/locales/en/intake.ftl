# Contact slip, intake, target group.

## Contact slip
intake-slip-title = Contact slip
intake-slip-without = no person needed
intake-slip-for = for { $name }
intake-slip-concern = Concern
intake-slip-fields = Fields of action
intake-slip-channel = How did they get in touch?
intake-slip-language = Language
intake-slip-interpreter = Interpreter needed?
intake-slip-name = Name (optional)
intake-slip-anonymous = anonymous
intake-slip-urgency = How urgent?
intake-slip-reason = Reason
intake-slip-reason-hint = needed with “today” and “by …”
intake-slip-outcome = What happened?
intake-slip-office = Referred to
intake-slip-done = Done
intake-slip-print = Print slip
intake-slip-status-open = Not saved yet. What is typed stays on this device as a draft.
intake-slip-status-here = Not saved yet. What is typed stays in this window only, until the slip is finished.
intake-slip-status-way = Being sent. Please keep the window open until it is confirmed.
intake-slip-status-storing = Being stored on this device …
intake-slip-status-device = Stored on this device, on its way. Counts in the statistics, even without a person.
intake-slip-status-sent = Stored on this device, no answer yet. Counts in the statistics, even without a person.
intake-slip-status-confirmed = Confirmed { $time }. Counts in the statistics, even without a person.
intake-slip-status-needs = The server did not accept the last slip. You find it under “Needs you”.
intake-slip-status-failed = Not stored: this device could not keep the slip. What you typed is still here.
intake-slip-keys = Tab moves on, digits choose, Ctrl + Enter finishes.
intake-urgency-D1 = today
intake-urgency-D2 = by { $day }
intake-urgency-D3 = regular
intake-urgency-D4 = can be planned
intake-outcome-counselled = counselled
intake-outcome-referred = referred to …
intake-outcome-intake = intake

## Intake
intake-title = Intake
intake-title-new = Take in a new person
intake-title-of = Intake: { $name }
intake-sections = Sections
intake-section-person = Personal details
intake-section-concern = Concern
intake-section-others = Other services
intake-section-screening = Need
intake-section-consent = Information sheet and consent
intake-section-lanes = How they live
intake-section-finish = Target group and completion
intake-section-missing = { $count ->
    [one] 1 missing
   *[other] { $count } missing
}
intake-section-wrong = { $count ->
    [one] 1 wrong
   *[other] { $count } wrong
}
intake-section-lanes-filled = { $count } of { $all }
intake-section-done = complete
intake-next-section = Next: { $section }
intake-any-order = Any order works. Incomplete is normal; carry on at any time, also on another device.

intake-concern = Concern in their own words
intake-requested_on = Admission asked for on
intake-requested_on-hint = this day counts for the target group
intake-route = How did they find us?
intake-fields_of_action = Fields of action
intake-urgency = How urgent?
intake-urgency_reason = Reason for the urgency
intake-other_case_management = Other case management?
intake-other_case_management-hint = for example job centre, youth migration service, migration counselling
intake-other_case_management_at = Which service, who there?
intake-other-none = none
intake-other-restricted = restricted
intake-other-yes = yes
intake-other-unknown = not known
intake-screening-intro = Five questions. “Not discussed” is an answer.
intake-screening-has_complex_need = Three or more problem areas
intake-screening-has_several_providers = Several services take part
intake-screening-regular_paths_fail = The usual paths do not work here
intake-screening-resources_insufficient = They cannot manage on their own
intake-screening-is_wanted = The person wants case management
intake-screening-result = { $count ->
    [one] 1 of 5 speaks
   *[other] { $count } of 5 speak
} for case management.

intake-information = Information sheet (Art. 13 GDPR)
intake-information-given = { $sheet } was handed over
intake-information-language = Language of the sheet
intake-consent-language = Explained in
intake-consent-explained = Explained how?
intake-consent-found_at_desk-text = The reception of every body may see name, birth, the responsible worker with telephone, and the next date.
intake-consent-case_management-text = Without this consent there is counselling, but no case.
intake-consent-open = not asked yet
intake-consent-answered = { $answer } on { $day }, explained in { $language }
intake-consent-first = First choose the language and how it was explained.

intake-lanes-intro = What holds, since when, which office is in charge. Reception does not see this.
intake-fact-value = What holds?
intake-fact-begins = Since
intake-fact-ends = Valid until
intake-fact-office = Office in charge
intake-fact-state = State
intake-fact-handover = Hand-over confirmed?
intake-fact-employment = Permission to work
intake-fact-residence_rule = Rule on residence
intake-fact-identity = Identity
intake-fact-passport = Passport valid until
intake-fact-applied = Application made on
intake-fact-remark = Remark
intake-fact-record = Enter
intake-fact-another = Another entry
intake-fact-none = Nothing entered yet.
intake-fact-since = since { $day }
intake-fact-until = until { $day }
intake-fact-correct = Correct

## Where the data stands
intake-kept-empty = nothing typed yet
intake-kept-typing = draft on this device
intake-kept-device = on this device
intake-kept-sent = on this device, no answer yet
intake-kept-window = in this window only, not saved yet
intake-kept-wrong = { $count ->
    [one] 1 answer is wrong and not saved yet
   *[other] { $count } answers are wrong and not saved yet
}
intake-kept-there = confirmed
intake-kept-confirmed = confirmed { $time }
intake-kept-needs = needs you
intake-kept-failed = not stored
intake-restored = Back again: what was typed here last. It is being saved now.
intake-kept-failed-text = This device could not keep what you typed. Please do not close the page, and tell your IT.
intake-kept-label = Where your input stands

## Target group
intake-target-title = Target group
intake-target-live = provisional, from what has been typed so far
intake-target-final = as of { $day }, rule of { $year }
intake-target-open = Cannot be said yet: birth, entry and place are missing.
intake-target-ask-birth = Ask for the exact birth date
intake-target-ask-entry = Ask for the exact entry date
intake-target-ask-other = Ask about other case management
intake-target-counselled = First counselling is enough
intake-target-counselled-reason = Why is counselling enough?
intake-target-counselled-hint = By the rule the person should be admitted. The reason is shown with the person later.
intake-target-counselled-send = Record the counselling
intake-target-exception = Ask for an exception
intake-target-exception-reason = Why is an exception right here?
intake-target-exception-send = Pass to the coordinator
intake-target-admit = Admit
intake-target-refer = Refer to …
intake-target-refer-office = Office
intake-target-refer-reason = Why there?
intake-target-refer-send = Record the referral
intake-target-cancel = Cancel
intake-target-needs-consent = A case needs consent to case management first. Without it there is counselling and referral.
intake-target-ask-consent = Ask for consent
intake-target-missing = Before completing: { $what }.
intake-target-lacks = Show the answers
intake-decided-admitted = Admitted
intake-decided-referred = Referred to { $office }
intake-decided-counselled = First counselling recorded
intake-decided-because = Reason: { $reason }
intake-take-back = Take back
intake-again = Begin a new intake
intake-decided-exception = Exception asked for at the coordinator
intake-decided-pool = The case stands with the coordinator until it is assigned.
intake-next-person = Next person

intake-key-done = Ctrl ↵

intake-consent-give = Given
intake-consent-refuse = Refused
intake-consent-revoke = Revoked
intake-consent-revoke-sure = Does the person revoke their consent? It then stands in the file with its date, and only a new consent undoes it.
intake-consent-revoke-yes = Yes, revoke
intake-consent-revoke-no = Do not revoke

## Fields of action, short enough for a chip
intake-field-H01 = Residence
intake-field-H02 = Livelihood
intake-field-H03 = Housing
intake-field-H04 = Language
intake-field-H05 = School
intake-field-H06 = Training
intake-field-H07 = Work
intake-field-H08 = Recognition
intake-field-H09 = Health
intake-field-H10 = Family, children
intake-field-H11 = Debts, contracts
intake-field-H12 = Contacts, leisure
intake-field-H13 = Protection, violence
intake-field-H14 = Authorities, daily life

intake-not-found = There is no such intake, or it is not for you to see.
intake-section-open = open
intake-kept-clear = Look at it

## Exception from the target group
intake-target-exception-hint = The coordinator sees this reason and no name. Please write none into it.
intake-exception-waits = The coordinator was asked for an exception: { $reason }
intake-exception-refused = The coordinator has refused the exception: { $reason }
intake-decided-by-exception = Admitted by exception: { $reason }. The case is with the coordinator until it is assigned.
exceptions-title = Exceptions from the target group
exceptions-lead = Requests of the units, the oldest on top. There are no names here.
exceptions-none = Nobody waits for a decision.
exceptions-waiting = { $count ->
    [one] 1 request for an exception waits.
   *[other] { $count } requests for an exception wait.
}
exceptions-open = Look
exceptions-asked = asked for on { $day }
exceptions-begun = intake begun on { $day }
exceptions-because = Reason given:
exceptions-grant = Grant the exception
exceptions-grant-of = Grant the exception: request of { $unit }
exceptions-grant-reason = Why is it granted?
exceptions-grant-hint = stands in the file, also for an audit
exceptions-refuse = Refuse
exceptions-refuse-of = Refuse the exception: request of { $unit }
exceptions-refuse-reason = Why not, and what instead?
exceptions-refuse-hint = the unit that asked reads this
exceptions-no-consent = Consent to case management is missing. It can be granted once the unit has obtained it.
exceptions-granted = Exception granted. The case now stands under “Unassigned”.
exceptions-granted-as = Exception granted. { $number } now stands under “Unassigned”.
exceptions-to-pool = Assign now
exceptions-refused = Exception refused. The unit sees the reason.

## Slips of the last days
intake-slips-title = Latest slips
intake-slips-new = New slip
intake-slips-lead = Slips of the own unit from { $days } days. Today: { $counselled } slips, { $intakes } intakes.
intake-slips-filter = Filter slips
intake-slips-filter-hint = concern or name
intake-slips-filter-none = No slip fits.
intake-slips-open-only = only slips without a person
intake-slips-shown = { $shown } of { $total } shown
intake-slips-cut = There are more in these days. The latest 500 are shown.
intake-slips-none = No slip was written in these days.
intake-slips-on-device = No network: shown is what lies on this device.
intake-slips-earlier = Show earlier ones
intake-slips-nobody = without a person
intake-slips-at = with { $name }
intake-slips-at-hidden = with a person who cannot be seen here
intake-slips-referred = referred to { $office }
intake-slips-attach = Attach to a person
intake-slips-attach-of = Attach to a person: { $concern }
intake-slips-attached-now = Slip put with { $name }. It counts as before.
intake-slips-detach = Detach
intake-slips-detach-of = Detach: { $concern }
intake-slips-detached-now = Detached. The slip counts as before.
intake-slips-foreign = Another body is responsible for this person. The slip stays without a person.
intake-slips-whose = Whose slip is it?
intake-slips-of-person = Contact slips of this person

## Correcting a record after the admission
correction-title = Edit details
correction-title-of = Details: { $name }
correction-lead = Every change is saved by itself. What stood there before can still be traced.
correction-to-case = To the case
correction-to-person = To the person
correction-finding = Target group at admission
correction-finding-stays = A correction does not change this finding, and no case ends because of it.
correction-by-exception = Granted as an exception: { $reason }
correction-would-be = By what stands here today the result would be: { $result }.
correction-undecided = The intake is not decided yet.
correction-go-on = Go on with the intake
correction-moved = Moved from { $from } to { $to }.
correction-moved-first = Known now: { $to }.
correction-moved-within = Another neighbourhood in the same district: { $district }. Who is responsible does not change.
correction-moved-no-case = Who is proposed follows from this.
correction-moved-pool = Whoever assigns the case sees the new district.
correction-moved-stays = Whoever is responsible stays responsible.
correction-moved-check = The case stays where it is; nothing is moved by itself. By { $day } somebody has to look whether it should stay so.
correction-moved-go = Check who is responsible

## Intakes that were begun
unfinished-title = Go on working
unfinished-begun = intake begun on { $day }
unfinished-asked = exception asked for
unfinished-refused = exception refused
unfinished-completed = still to be decided
unfinished-go-on = Go on
unfinished-more = { $count ->
    [one] 1 more
   *[other] { $count } more
}
unfinished-cut = There are older ones. The search finds them too.

## Taking a refusal back
exceptions-refused-title = Refused lately
exceptions-refused-lead = As long as the unit has decided nothing else, a refusal can be taken back. The request then waits again.
exceptions-asked-because = Asked for: { $reason }
exceptions-refused-because = Refused: { $reason }
exceptions-take-back = Take the refusal back
exceptions-take-back-of = Take the refusal back: request of { $unit }
intake-not-found-window = If it had only just been begun, it stood in this window alone and went with the reload. Then please search once more and begin anew.
intake-target-named = Also a part of the name: { $words }. If an ordinary word is meant by it, the request can go as it is.
intake-target-named-words = No name is meant: send it as it is
intake-exception-next = The coordination reads the reason and the target group, but no name. Its answer will stand here; until then you find the intake under “Go on working”. Please tell the person that nothing is decided yet, and how they will hear of the answer.
intake-handout-print = Print a sheet for the person
intake-handout-title = Your counselling on { $day }
intake-handout-agreed = Agreed
intake-handout-counselled = You were counselled. If something changes or new questions come up, you are welcome again.
intake-handout-referred = Please turn to the office named here.
intake-handout-begun = Your intake has begun. Please bring your papers along.
intake-handout-admitted = You have been admitted to case management. By { $day } your contact will be in touch.
intake-handout-taken = You have been admitted to case management.
intake-handout-pool = You have been admitted to case management. Who your contact is, is being settled; you will hear of it soon.
intake-handout-worker = Your contact
intake-handout-office = Here you will find help
intake-handout-ask = Questions about this are answered by
intake-handout-number = Your reference
intake-consent-protected = The address is locked: the person is not found at the Service-Point all the same, not even with this consent.
