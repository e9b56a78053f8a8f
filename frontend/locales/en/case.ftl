# Texts of the work on a case: today, my cases, the case file, appointments, next step, lanes.

today-summary-appointments = { $count ->
    [0] no appointments
    [one] 1 appointment
   *[other] { $count } appointments
  }
today-summary-needs = { $count ->
    [0] nothing needs you
    [one] 1 thing needs you
   *[other] { $count } things need you
  }
today-summary-packed = { $count ->
    [0] no case on this device
    [one] 1 case on this device
   *[other] { $count } cases on this device
  }
today-appointments = Appointments
today-appointments-none = No appointment today.
today-needs = Needs you
today-needs-none = All in hand: no case is waiting for you.
today-now = now
today-all-cases = All my cases

need-overdue = Overdue for { $days ->
    [one] 1 day
   *[other] { $days } days
  }: { $what }
need-due-today = Due today: { $what }
need-new = New for you
need-new-urgent = New for you: { $urgency }
need-unsettled = How did the appointment end?
need-unsettled-detail = { $when }
need-no-next-date = No next step
need-no-next-date-detail = Every open case needs a date or a reason.
need-entry = Was not accepted
need-conflict = Conflict: { $fields }
need-refused = Not accepted: { $what }
need-entry-detail = { $count ->
    [one] 1 entry needs your decision
   *[other] { $count } entries need your decision
  }
need-open = Open
need-settle = Record
need-set-date = Set a date
need-clear = Sort out

cases-title = My cases
cases-none = No case has been assigned to you yet.
cases-none-hint = New cases appear here by themselves as soon as they are assigned to you.
cases-new = new
cases-packed = packed
cases-appointment = Appointment
cases-filter = Search my cases
cases-filter-none = No case fits this search.
cases-shown = { $shown } of { $total }
cases-note = Note
cases-note-for = Note on { $name }

case-title = Case { $number }
case-title-unnumbered = Case without a number
case-unnumbered-hint = The server gives the number as soon as this device is online again.
case-loading = Opening the case …
case-not-shown = This case cannot be seen here
case-to-start = To the start
case-tab-overview = Overview
case-why-title = Why the person came
case-why-urgency = Urgency: { $urgency }
case-tab-person = Client
case-tab-notes = Documentation
case-tab-dates = Appointments
case-responsible = Responsible
case-responsible-nobody = nobody yet: in the coordinator’s pool
case-district = City district
case-since = Case since { $day }
erasure-link = Erasure
erasure-notice = Erasure requested by { $name }, { $when }. It waits for the coordinator.
erasure-notice-open = To the request
erasure-notice-done = This person was erased on { $day }.
case-not-here = This case is not on this device.
case-not-here-hint = Without a network only packed cases can be read. It opens by itself once you are online.
case-as-packed = As of { $when }; refreshed as soon as you are online.
case-reads = reads { $languages }
case-speaks = speaks { $languages }
case-interpreter = interpreter needed
case-locked = address locked
case-consent-given = Consent: { $what }
case-consent-missing = Consent missing: { $what }
case-consent-refused = Consent refused on { $day }: { $what }
case-consent-revoked = Consent revoked on { $day }: { $what }


lanes-title = Integration chain
lanes-hint = Hole = nobody was in charge between two links
lanes-today = today
lanes-hole = { $days } days
lanes-hole-words = { $lane }: hole of { $days } days
lanes-fact-words = { $lane }: { $what }, from { $from } to { $until }
lanes-unknown = unknown
lanes-open = open
lanes-none = Nothing recorded yet.
lanes-add = Record
lanes-form = What is to be entered?
lanes-fold = Fold
lanes-done = Done

next-title = Next step
next-none = No date set yet.
next-set = Set a date
next-change = Change
next-on = Due on
next-on-hint = for example 26.11. or 26.11.2026
next-what = What is to be done?
next-none-because = Nothing to do at present
next-reason = Why?
next-review-on = Look again on
next-save = Apply
next-cancel = Cancel
next-due = { $day }: { $what }
next-nothing = Nothing to do until { $day }: { $reason }

appointment-plan = Plan an appointment
appointment-day-hint = for example 26.11.
appointment-day = Day
appointment-time = Time
appointment-time-hint = for example 9:30
appointment-contact = Kind
appointment-place = Place
appointment-place-hint = street, floor, doorbell
appointment-about = What is it about?
appointment-interpreter = Interpreter
appointment-save = Save the appointment
appointment-move-save = Move the appointment
appointment-planned = Appointment saved: { $when }
appointment-moved-to = Appointment moved to { $when }
appointment-change = Change
appointment-change-of = Change: { $when }
appointment-call-off = Call off
appointment-call-off-of = Call off: { $when }
appointment-cancel = Cancel
appointment-settle = How did it end?
appointment-settle-of = How did it end? { $when }
appointment-kept = took place
appointment-missed = did not come
appointment-cancelled_by_client = cancelled by the client
appointment-cancelled_by_worker = cancelled by case management
appointment-moved = was moved
appointment-none = No appointments.
appointment-past = Settled appointments

next-first-contact = First contact by { $day }
case-edit-person = Edit details
case-person-family-name = Family name
case-person-given-name = Given name
case-person-spoken-name = Name as spoken
case-person-original-script = Original script
case-person-born = Birth
case-person-entered-germany = Entry to Germany
case-person-address = Address
case-person-telephone = Telephone
case-person-email = E-mail
case-person-contact-hint = Mind when reaching them
held-title = Handed in late
held-lead = Written by somebody who no longer has the case or was no longer signed in. It becomes part of the file only when you accept it.
held-none = Nothing waits to be accepted.
held-by = handed in by { $author }
held-times = written { $written }, arrived { $came }
held-accept = Accept
held-accept-what = Accept: { $what }
held-decline = Decline
held-decline-what = Decline: { $what }
held-reason = Why is it declined?
held-reason-hint = Whoever wrote it reads this reason. What was written stays in the log.
held-back = Back
held-not-taken = This could not be taken over: it no longer fits the state of the case. You can decline it with a reason.
held-own-title = Handed in late by you
held-own-lead = When this arrived, somebody else already had the case. It is in the file only once the person responsible now accepts it.
held-own-waits = waits for whoever is responsible
held-own-accepted = accepted
held-own-declined = declined
held-own-by = { $name }, { $when }
held-own-because = { $name }, { $when }: { $reason }
need-own-held-detail = { $count ->
    [one] 1 entry of yours waits to be accepted by the person responsible now.
   *[other] { $count } entries of yours wait to be accepted by the person responsible now.
}
need-own-declined = Declined: { $what } of { $when }
need-held-detail = { $count ->
    [one] 1 entry waits for your decision
   *[other] { $count } entries wait for your decision
  }
need-revoked = Consent to case management withdrawn on { $day }
need-revoked-detail = Talk over with the person what follows. Until then record and pass on nothing new.
need-look = Look
need-check-post = Check who is responsible
need-check-post-detail = moved; until { $day }

check-post = Moved, now: { $district }. You stay responsible; please look until { $day } whether it should remain so.
check-post-other = Moved, now: { $district }. The case stays where it is; please check by { $day } whether it should stay so.
check-post-keep = Responsibility stays
check-post-agreed = A change needs the person's consent, and goes as a handover by the coordinator.
check-post-reason = Reason (optional)

history-title = Responsibility so far
history-posts = Who was responsible
history-districts = Where the person lived
history-no-district = no district
history-since = since { $day }
history-from-to = { $from } to { $to }
history-kept = Checked on { $day } by { $name }: stays.
case-person-safe-way = Safe way to reach them
case-person-missing = not recorded
case-person-add = Record

case-tab-consents = Consents
case-tab-sight = Who sees this?
case-deputy = You deputise for { $name }. The case stays with the responsible person; what you read is logged with the reason “deputy”.
need-deputy-revoked = Consent to a deputy withdrawn on { $day }
need-deputy-revoked-detail = The deputy has no access any more. Look at the appointments and open tasks from that time.
need-disclosure-revoked = Consent to passing on withdrawn on { $day }
need-disclosure-revoked-detail = Find out whether those who were told are to be asked not to use it any more.

deputised-title = Deputising for { $name }
deputised-until = away until { $day }
deputised-open = away, end not known
deputised-none = No open case.
deputised-more = and { $count } more
deputised-appointment = Appointment: { $when }
deputised-due = due: { $day }
deputised-revoked = Consent to a deputy withdrawn on { $day }: dates only
deputised-not-agreed = No consent to a deputy: dates only

sight-title = Who sees this case, and why?
sight-aside = by the same rules that decide every access
sight-nobody-else = Nobody else sees anything of this case. Only in an emergency somebody of case management can open the file for a few hours, and on cause the head of the body for some days, to check it; the responsible person and data protection are told of both at once. Every look into it is logged; data protection reads the log, not the content.
sight-part-responsible = Responsible
sight-part-deputy = Deputy
sight-part-emergency = Emergency access
sight-part-check = File check
sight-part-unit = Office the person agreed to
sight-part-coordination = Coordination
sight-part-head = Head of the body
sight-part-desk = Reception and search of all offices
sight-part-former = Formerly responsible
sight-whole = the whole file
sight-dates = name, date of birth, responsible person, dates, no content
sight-head = number, district, dates, no name
sight-handover = only where the case went
sight-nothing = nothing
sight-nothing-yet = nothing yet
sight-from-until = from { $from } until { $until }
sight-from = from { $from }
sight-until = until { $until }
sight-until-at = until { $when }
sight-basis-role = The role allows it.
sight-basis-responsible = This person is responsible.
sight-basis-own_intake = The own office took the person in.
sight-basis-consent = The person wants to be found at the Service-Point.
sight-basis-coordination = The coordination distributes the cases and watches for gaps.
sight-basis-head_of_body = The head of the body watches the load and cases that were left lying.
sight-basis-former = Whoever gave the case away is told for 30 days where it went.
sight-basis-deputy = The responsible person is away.
sight-basis-emergency = This person opened the file in an emergency; they only read.
sight-basis-file_check = The head of the body checks the file on cause; they only read.
sight-not-yet = Access opens only with an absence in which this office deputises.
sight-no-deputy-consent = For the whole file the consent to a deputy at this office is missing.
case-unwritten = The person does not allow (since { $day }) that health, religion and the like are written down. Write what is to be done, and not what somebody suffers from or believes in. The counselling goes on.

failure-too-many-people = You have seen very many people for whom others are responsible in a short time. To protect people, this goes on in { $minutes } minutes. A single person, searched for exactly (name and birth), appears every five minutes. Your own cases, those you deputise in and emergencies open as always.
