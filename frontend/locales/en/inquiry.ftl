# Inquiries across units.

inquiry-page = Inquiries between units
inquiry-lead = Another unit may know the person. Whoever works with them answers within two working days.
inquiry-new-title = Ask other units
inquiry-new-lead = The inquiry goes only to the unit that knows a person who fits. It reads name, birth and reason.
inquiry-born = Birth
inquiry-reason = What is it about?
inquiry-reason-hint = As much as the other unit needs for its answer.
inquiry-agreed = The person agrees that we ask other units about them.
inquiry-send = Send inquiry
inquiry-to-answer-title = Waiting for your answer
inquiry-by = { $name } ({ $unit }) asks.
inquiry-meant = Perhaps this is meant:
inquiry-protected = The address is locked. Only tell what the person has told you to tell.
inquiry-unfound = On { $since } they said no to being found at the Service-Point. Only tell what the person has told you to tell; otherwise: “No information”.
inquiry-note = Message with it
inquiry-note-hint = Only with “I know them”; optional
inquiry-answer-known = I know them: please call me
inquiry-answer-not_the_same = That is somebody else
inquiry-answer-no_information = No information
inquiry-due = Answer by { $day }
inquiry-own-title = Your inquiries
inquiry-own-due = answer by { $day }
inquiry-own-answered = answered { $when }
inquiry-own-sent = asked { $when }
inquiry-own-ask = Ask the coordinating office.
inquiry-standing-waiting = waiting
inquiry-standing-known = known
inquiry-standing-not_the_same = somebody else
inquiry-standing-no_information = no information
inquiry-standing-nobody = nobody to ask
inquiry-late-title = Late: nobody has answered here
inquiry-late-none = Nothing is overdue.
inquiry-late-between = { $from } asks { $to }
inquiry-late-since = asked on { $sent }, the answer was due on { $due }
inquiry-notice-waiting =
    { $count ->
        [one] One inquiry of another unit waits for your answer.
       *[other] { $count } inquiries of other units wait for your answer.
    }
inquiry-notice-late =
    { $count ->
        [one] One inquiry between two units is overdue.
       *[other] { $count } inquiries between units are overdue.
    }
inquiry-notice-answered =
    { $count ->
        [one] One of your inquiries was answered.
       *[other] { $count } of your inquiries were answered.
    }
inquiry-notice-show = Show inquiries
inquiry-nobody = There is nobody to ask: nobody is known by this name and this birth, or you find the person yourself in the search. What you typed is still here, in case name or birth are given otherwise.
inquiry-nobody-short = No answer is waited for.
