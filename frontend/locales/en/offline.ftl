# This device: setting up, unlocking, what waits, what is to be settled.


command-record_person = Person recorded
command-edit_person = Person changed
command-link_persons = Persons linked
command-unlink_persons = Link taken back
command-record_consent = Consent
command-start_intake = Intake begun
command-edit_intake = Intake changed
command-complete_intake = Intake completed
command-decide_intake = Decision on the intake
command-record_fact = Entry on a way lane
command-assign_case = Case assigned
command-keep_post = Responsibility stays
command-settle_held = Late work decided
command-receive_message = Message received
command-answer_message = Message answered
command-ask_erasure = Erasure requested
command-take_back_erasure = Erasure request taken back
command-decline_erasure = Erasure request declined
command-confirm_erasure = Erasure confirmed
command-see_case = Case opened
command-set_next_date = Next date set
command-plan_appointment = Appointment planned
command-settle_appointment = Appointment settled
command-add_note = Note
command-record_slip = Contact slip
command-attach_slip = Contact slip attached
command-detach_slip = Contact slip detached
command-tell_persons_apart = Two persons recorded as different
command-load_organisation = Organisation loaded
command-issue_report = Report issued
command-open_in_emergency = File opened in an emergency
command-open_for_check = File opened to check it
command-end_emergency = Access ended
command-answer_emergency = Access answered
command-send_inquiry = Other units asked
command-answer_inquiry = Inquiry answered

offline-closed = This device is locked. Unlock it to go on.
offline-full = There is no room left on this device. Nothing was saved. What you typed is still there; under “This device” you can take it along as a rescue file.
offline-store-failed = The browser’s store did not work. Nothing was saved. What you typed is still there; under “This device” you can take it along as a rescue file.
offline-superseded = A newer version of the app uses this device, perhaps in another window. Nothing was saved. Take along what you typed, and load the app anew.

unlock-title = Unlock this device
unlock-lead = Your work lies encrypted on this device. Four words open it.
unlock-device = Which device?
unlock-words = Your four words
unlock-words-hint = Capitals do not matter. Put a space between the words.
unlock-open = Unlock
unlock-opening = One moment …
unlock-wrong = These are not the right words.
unlock-browser = This browser cannot do that. Perhaps a private window is open, or the connection is not secure.
unlock-emptied = The browser has emptied the store of this device. What was confirmed is with the server; what was not sent yet is no longer here. If there is a rescue file, read it in. Sign in and set this device up again.
unlock-forgotten = Words forgotten
unlock-forgotten-offline = Words forgotten? Sign in as soon as there is a network again. Your unsent work is not lost.
unlock-renew = You are signed in and can set new words. Unsent work stays; the cases you took along are loaded anew.
unlock-renew-go = Set new words

device-title = This device
device-lead = On a device that was set up you can work without a network. Everything on it is encrypted.
device-set-up-title = Set up this device
device-set-up-lead = So far your work stays in this window only. Set the device up, and it stays when the app is closed, too.
device-set-up-begin = Set up this device
device-set-up = Set up
device-set-up-done = This device is set up.
device-no-store = This browser gives the app no store, perhaps because a private window is open. You can work as long as there is a network; what is not sent is lost with the window.
device-label = Name of the device
device-label-hint = So that you recognise it. Please no name of a person.
device-label-default = My tablet
device-label-desk = Workplace
device-kept-title = On this device
device-kept-text = What you type and what has not been sent yet stays here, also when the app is closed or the network is gone. No cases are taken along on this device.
device-words-lead = Write these four words down and do not keep them with the device. They are shown only now.
device-words-again = The four words once more
device-words-again-hint = Type them in. This makes sure that they are right.
device-known = { $label }, set up on { $day }
device-pack-title = Cases taken along
device-pack-absent = No cases are taken along.
device-pack-expired = The cases taken along had no contact with the server for too long and were deleted. Your entries are still there.
device-pack-ready =
    { $count ->
        [one] One case, loaded on { $fetched }, readable until { $expires }.
       *[other] { $count } cases, loaded on { $fetched }, readable until { $expires }.
    }
device-pack-fetch = Load anew
device-pack-fetched = The cases were loaded anew.

rescue-title = Rescue file
rescue-lead = If the device is damaged or there is no network for long, you can take unsent work along, encrypted, and read it in on another device.
rescue-waiting =
    { $count ->
        [0] Nothing waits.
        [one] One entry waits.
       *[other] { $count } entries wait.
    }
rescue-save = Save rescue file
rescue-saved =
    { $count ->
        [one] One entry is in the file. These words open it; they are shown only now.
       *[other] { $count } entries are in the file. These words open it; they are shown only now.
    }
rescue-words = Words of the rescue file
rescue-words-hint = They were on the screen when it was saved.
rescue-file = Read in a rescue file
rescue-taken-in =
    { $count ->
        [0] All entries of the file are here already.
        [one] One entry was read in.
       *[other] { $count } entries were read in.
    }
rescue-unreadable = This file is no rescue file, or it is damaged.
rescue-foreign = This rescue file belongs to another account.

clearing-title = To be settled
clearing-lead = What has not reached the server yet, and what somebody has to look at. Nothing goes away by itself.
clearing-memory = This device was not set up: what waits here is lost when you close the window.
clearing-damaged =
    { $count ->
        [one] One entry or draft on this device can no longer be read. Everything else can; what the server has confirmed is there.
       *[other] { $count } entries or drafts on this device can no longer be read. Everything else can; what the server has confirmed is there.
    }
clearing-waiting-title = Waiting for the network
clearing-waiting =
    { $count ->
        [one] One entry has been waiting since { $oldest }.
       *[other] { $count } entries wait, the oldest since { $oldest }.
    }
clearing-nothing-waits = Everything is sent.
clearing-send = Send now
clearing-sign-in = Sign in, then it is sent.
clearing-hand-in = Hand in without signing in
clearing-hand-in-hint = The device signs the entries. Whoever is responsible for the case accepts them.
clearing-handed-in =
    { $count ->
        [one] One entry was handed in. The cases taken along are deleted from this device.
       *[other] { $count } entries were handed in. The cases taken along are deleted from this device.
    }
clearing-needs-you-title = Needs you
clearing-nothing-needs-you = Nothing to settle here.
clearing-applied = This part was taken over.
clearing-held = Handed on to the responsible worker as late work.
clearing-conflict-at-form = The same field was filled in twice, differently. Both stand at the form of the person; it can be decided there.
clearing-to-form = To the form
clearing-content = What you had written
clearing-again = Send again
clearing-copy = Copy text
clearing-discard = Discard
clearing-discarded = Discarded.

packing-title = Which cases come along?
packing-lead = Cases with an appointment today and new ones come along by themselves. You choose others here. If you take a case off, your unsent work on it stays.
packing-count = { $taken } of { $limit } places taken.
packing-full = No more than { $limit } fit. Take another case off first.
packing-by-itself = comes along by itself
packing-by-hand = chosen by you
packing-comes = chosen, comes with the next network
packing-later = Without a network the file is not here yet. It comes along as soon as there is one.
packing-when = on this device since { $since }, readable until { $until }
packing-take = Take along
packing-take-case = Take along: { $name }
packing-leave = Take off
packing-leave-case = Take off: { $name }
lock-title = Screen locked
lock-lead = Your work is still there. Your PIN takes you back.
lock-pin = PIN code
lock-open = Unlock
lock-words = The four words instead
lock-wrong =
    { $left ->
        [one] That is not the PIN. One more try, then the four words are needed.
       *[other] That is not the PIN. { $left } more tries, then the four words are needed.
    }
cover-title = Hidden
cover-lead = Nobody sees what you are working on.
cover-go-on = Go on working
pin-title = PIN for the screen lock
pin-lead = After two minutes without input the screen locks. A PIN takes you back quickly; after five wrong tries, after four hours and after every restart the four words are needed.
pin-is-set = A PIN is set.
pin-is-not-set = No PIN yet: after the lock the four words are needed.
pin-new = New PIN
pin-new-hint = 4 to 8 digits, not all the same and no row like 1234
pin-keep = Set PIN
pin-remove = Remove PIN
pin-set-done = The PIN is set.
pin-removed = The PIN is removed.
unlock-without-session-hint = Unsent work lies here and you can no longer sign in? The four words open this device all the same, and the unsent work can be handed in.
unlock-without-session = Open the device without signing in

## Fields as an answer names them that does not stand at the field itself
field-whole = The form as a whole
field-other = One entry
field-about = What it is about
field-answered_on = Day of the answer
field-applied_on = Applied for on
field-because = Reason for the choice
field-begins = Beginning
field-channel = Way of contact
field-concern = Concern
field-contact = Kind of contact
field-employment = Permission to work
field-ends = End
field-explained = How it was explained
field-fields_of_action = Fields of action
field-identity = Identity
field-interpreter = Interpreter
field-language = Language
field-minutes = Length in minutes
field-name = Name of the person
field-note = Note
field-occurred_on = Day
field-office = Office
field-on = Day
field-outcome = Outcome
field-passport_until = Passport valid until
field-place = Place
field-reason = Reason
field-born = birth
field-family_name = family name
field-given_name = given name
field-days = duration in days
field-hours = duration in hours
field-is_agreed = agreement of the person
field-remark = Remark
field-reply_to = Way for the answer
field-residence_rule = Residence rule
field-review_on = Look again on
field-starts_at = Day and time
field-text = Text of the entry
field-text_version = Version of the text
field-to = Post that takes the case
field-urgency = Urgency
field-urgency_reason = Reason for the urgency
field-value = Entry on the lane
field-what = Next step
field-receiver = Receiver
field-until = Holds until
field-signature = Signature

sending-waits = No network: it is on this device and will be sent as soon as possible.
