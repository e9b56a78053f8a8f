# Erasing a person: asking, deciding, what was erased.

erasure-title = Erasure
erasure-of = Erasure: { $whose }
erasure-lead = A person is erased only when two people decide it: you ask, the coordinator confirms.
erasure-waits = Not sent yet: it is on this device and goes out as soon as there is a network again.
erasure-not-taken = That was not taken: does the reason fit? A consent that was withdrawn has to stand as withdrawn at the case first. Otherwise somebody may just have decided, or a request is already waiting.
erasure-done-on = This person was erased on { $day }. Nothing of them is left.
erasure-open-title = The request is waiting
erasure-asked-by = Requested by { $name }, { $when }
erasure-open-hint = The coordinator sees number, district, days, reason and remark, no name. Until they have decided, the request can be taken back.
erasure-take-back = Take the request back
erasure-declined-title = The last request was declined
erasure-declined-by = Declined by { $name }, { $when }
erasure-goes-title = What is erased
erasure-open-case = The case is open. It ends with the erasure, and nobody is responsible any more.
erasure-goes-person = Name, record, household, links and everything that was written about the person. It cannot be brought back, not from a backup either.
erasure-goes-cases = Cases
erasure-goes-intakes = Intakes
erasure-goes-notes = Notes
erasure-goes-appointments = Appointments
erasure-goes-consents = Answers on consent
erasure-goes-facts = Entries on how they live
erasure-goes-slips = Contact slips attached
erasure-stays = What stays: that somebody was erased, when, and who decided it, without a name; and who saw the data, for twelve months, without content. Relatives with a file of their own keep it.
erasure-ask-title = Request erasure
erasure-reason = Why?
erasure-reason-client_asks = The person wants it and has taken back the consent to case management
erasure-reason-kept_long_enough = The period of keeping is over
erasure-reason-recorded_in_error = Recorded in error or twice
erasure-remark = Remark for the coordinator
erasure-remark-hint = Voluntary, please without a name. It is erased too.
erasure-two = Nothing happens after the request yet: only when the coordinator confirms is anything erased.
erasure-ask = Request erasure

erasures-lead = Requests to erase somebody, without names. Whoever made a request does not decide on it.
erasures-none = No request is waiting.
erasures-waiting =
    { $count ->
        [one] One request for erasure waits for your decision.
       *[other] { $count } requests for erasure wait for your decision.
    }
erasures-open = See the requests
erasures-no-case = without a case
erasures-case-open = case is open
erasures-asked = Requested at { $unit }, { $when }
erasures-own = You made this request yourself: another coordinator decides.
erasures-confirm = Erase
erasures-confirm-what = Erase: { $what }
erasures-sure = Really erase?
erasures-sure-text = Everything about this person is gone afterwards, on tablets and in backups too, and does not come back.
erasures-confirm-yes = Yes, erase for good
erasures-decline = Decline
erasures-decline-what = Decline: { $what }
erasures-reason = Why not?
erasures-reason-hint = Whoever asked reads this.
erasures-back = On second thoughts, no
erasures-done-title = Erased
erasures-done-none = Nobody yet.
erasures-erased = Erased { $when }
erasures-done-by = Requested by { $asked } ({ $unit }), { $when }; confirmed by { $confirmed }
