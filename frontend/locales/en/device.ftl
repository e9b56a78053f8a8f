# The pages about this device: what lies on it, what is to be settled, what is taken along.

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
