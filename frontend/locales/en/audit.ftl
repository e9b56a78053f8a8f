log-lead = Who has read, who has changed. Neither content nor names of clients stand here. This look is logged as well.
log-tab-anomalies = Anomalies
log-tab-emergencies = Emergencies and checks
log-tab-readings = Read
log-tab-writings = Changed

log-anomalies-title = What stands out
log-anomalies-lead = An anomaly proves nothing. It says where to look first.
log-anomalies-none = Nothing stands out in these days.
log-anomalies-since = since { $day } · { $lines ->
        [one] one line
       *[other] { $lines } lines
    }
log-alarm = Alert
log-anomaly-when = { $day }, { $from } to { $until }
log-anomaly-limit = stands out from { $limit } on
log-anomaly-lines = See the lines
log-emergencies-title = Files that were opened in an emergency or to check them
log-emergencies-lead = Whoever is responsible for the case was told, and says whether it was right. The two of them know what had happened.
log-emergencies-none = Never so far.
log-file-check = File check: { $cause }
log-emergency-waits = no answer of the responsible worker yet
log-emergency-understood = understood
log-emergency-questioned = questioned: please look
anomaly-probing = { $count } searches in a row without a hit
anomaly-stopped = { $count } people of others asked for and stopped
anomaly-many_refused = { $count } people asked for and refused
anomaly-emergency =
    { $count ->
        [one] One file opened in an emergency
       *[other] { $count } files opened in an emergency
    }
anomaly-file_check =
    { $count ->
        [one] One file opened to check it
       *[other] { $count } files opened to check them
    }
anomaly-many_inquiries = { $count } inquiries to other units in a day
anomaly-many_in_an_hour = { $count } people opened within an hour
anomaly-many_in_a_day = { $count } people opened in one day
anomaly-people_of_others = { $count } people seen for whom others are responsible
anomaly-outside_hours = { $count } accesses outside working hours

log-whom = About whom
log-whom-hint = Case number or id; empty: about everybody. The log knows no names.
log-who = Who has read
log-wrote = Who has changed
log-anybody = all accounts
log-why = Reason
log-any-reason = all reasons
log-from = From
log-until = Up to and including
log-search = Search
log-found = { $count ->
        [one] One line
       *[other] { $count } lines
    }
log-none = No line fits this search.
log-none-yet = Up to here no line fits. There may be one further down in the log.
log-more = Older lines
log-export = Save these lines as a file
log-link = Address of this search
log-when = When
log-what = What
log-call = Call
log-role = Role
log-count = Number
log-about = About
log-about-nobody = nobody
log-and-more = and { $count } more
log-fields = Fields
log-outcome = Outcome
log-outcome-applied = applied
log-outcome-conflict = two values for one field
log-outcome-held = handed in later
log-erased = content erased
log-who-service = the service itself
log-who-gone = an account that is gone

reading-file = file
reading-record = record or intake form
reading-search = hit of a search
reading-list = line of a list
reading-unnamed = line of a list without a name
reading-responsibility = responsibility
reading-slip = contact slip or message
reading-pack = copy on the own device
reading-work = work that was sent or held
reading-log = log
reading-other = something else

why-role = task of the role
why-responsible = responsible
why-own_intake = taken in by the own unit
why-consent = consent (E0)
why-coordination = coordination
why-former = responsible until lately
why-deputy = as deputy
why-emergency = emergency access
why-head_of_body = head of the body
why-file_check = file check
why-oversight = data protection check
why-own_conflict = own entry met another one
why-refused = refused
why-other = another reason

told-link = Who has seen the data?
told-title = Who has seen the data?
told-lead = A sheet for the client. That you call it up stands on it too.
told-language = Language of the sheet
told-language-german = German
told-language-both = German and { $language }
told-language-hint = Translations are proposals. The German text counts, which is always there.
told-back = Back to the case
told-print = Print the sheet
told-heading = Who has seen my data?
told-intro = You have the right to know who has seen your data here. This is the list, from { $since } to { $until }. Our log does not reach further back.
told-none = Nobody has seen your data in this time.
told-reason = Reason
told-questions = Do you have questions? Talk to your case manager. You can also turn to the data protection officer.
told-binding = This is a translation. The German text counts.
told-what-file = has read your file
told-what-record = has read your details
told-what-search = has found you in a search: name, date of birth, who is responsible for you
told-what-list = has seen your name in a list
told-what-unnamed = saw your case in a list, with number and dates, without your name
told-what-responsibility = has seen who is responsible for you
told-what-slip = has read a note about a talk with you
told-what-pack = has taken your file along on their own device for a visit
told-what-work = has seen what others wrote about you
told-what-log = has looked up who has seen your data
told-what-other = has seen something about you
told-why-role = It is part of this person's work.
told-why-responsible = This person is responsible for you.
told-why-own_intake = This office took you in.
told-why-consent = You allowed us to find you at the Service-Point.
told-why-coordination = This person assigns cases to the offices.
told-why-former = This person was responsible for you until lately.
told-why-deputy = This person deputises for whoever is responsible for you.
told-why-emergency = It was an emergency. The person who is responsible for you knows about it.
told-why-head_of_body = This person heads the body that has your case. They see to it that nothing is left lying.
told-why-file_check = This person heads the body that has your case. They checked how people work with you. The person who is responsible for you knows about it.
told-why-oversight = This person checks that everybody keeps the rules of data protection.
told-why-own_conflict = This person has entered something about you.
told-why-refused = The access was refused.
told-why-other = We have not stored a reason.

changes-link = What was changed?
changes-title = What was changed?
changes-lead = Who changed what and when, and what stood there before. The latest is on top. That you call this up is logged too.
changes-field = Which entry?
changes-all-fields = all entries
changes-show = Show
changes-print = Print
changes-more = Earlier changes
changes-none = Nothing was changed there.
changes-offline = What was changed can be seen with a connection only.
changes-offline-hint = It is not taken along on the device. Once there is a connection, open the page again.
changes-before = before
changes-after = now
changes-authored = written on the device: { $when }
changes-handed-in = Handed in late: written by { $name }, { $when }
changes-stays = stays for now
changes-waiting = Waits for a decision: { $wrote }
changes-decided = Two entries for one field, decided.
changes-decided-not = Two entries for one field, decided. Not chosen: { $texts }
changes-begun = begun
changes-opened = opened
changes-kept = stays after the move
changes-planned = planned
changes-cancelled-by-worker = cancelled by us
changes-of-intake = Intake
changes-of-case = Case
changes-of-facts = Entries on the lanes
changes-of-link = The same person?
changes-of-appointment = Appointment { $when }
changes-fact-same = entered again without a change
changes-answer-given = given
changes-answered = answer of { $day }
changes-answered-late = answer of { $day }, entered later: a later answer still counts
changes-note = entry added
changes-note-corrects = entry added that corrects the one of { $when }
changes-said-same = recorded as the same as another one
changes-said-same_no_more = the link was taken back
changes-said-two = recorded as another than one who resembles them

# What commands name besides the fields of a form.
field-answer = Answer
field-appointment = Appointment
field-case = Case
field-consent = Consent
field-corrects = corrected entry
field-decision = Decision
field-end = how the appointment ended
field-fact = entry on a lane
field-held = held work
field-intake = Intake
field-kind = kind of consent
field-lane = Lane
field-link = Link
field-next = next step
field-organisation = Organisation
field-person = Person
field-state = Standing
