# Anfragen an andere Stellen.

inquiry-page = Anfragen zwischen Stellen
inquiry-lead = Vielleicht kennt eine andere Stelle die Person. Wer mit ihr arbeitet, antwortet innerhalb von zwei Arbeitstagen.
inquiry-new-title = Andere Stellen anfragen
inquiry-new-lead = Die Anfrage geht nur an die Stelle, die eine passende Person kennt. Sie liest Namen, Geburt und Grund.
inquiry-born = Geburt
inquiry-reason = Worum geht es?
inquiry-reason-hint = So viel, wie die andere Stelle für ihre Antwort braucht.
inquiry-agreed = Die Person ist einverstanden, dass wir bei anderen Stellen nach ihr fragen.
inquiry-send = Anfrage senden
inquiry-to-answer-title = Warten auf deine Antwort
inquiry-by = Es fragt { $name } ({ $unit }).
inquiry-meant = Gemeint ist vielleicht:
inquiry-protected = Die Anschrift ist gesperrt. Gib nur Auskunft, wenn die Person es dir gesagt hat.
inquiry-unfound = Die Person hat am { $since } nein dazu gesagt, am Service-Point gefunden zu werden. Gib nur Auskunft, wenn sie es dir gesagt hat; sonst: „Keine Auskunft“.
inquiry-note = Nachricht dazu
inquiry-note-hint = Nur bei „Kenne ich“; freiwillig
inquiry-answer-known = Kenne ich: bitte bei mir melden
inquiry-answer-not_the_same = Das ist jemand anderes
inquiry-answer-no_information = Keine Auskunft
inquiry-due = Antwort bis { $day }
inquiry-own-title = Deine Anfragen
inquiry-own-due = Antwort bis { $day }
inquiry-own-answered = beantwortet { $when }
inquiry-own-sent = gefragt { $when }
inquiry-own-ask = Frag die Koordination.
inquiry-standing-waiting = wartet
inquiry-standing-known = bekannt
inquiry-standing-not_the_same = jemand anderes
inquiry-standing-no_information = keine Auskunft
inquiry-standing-nobody = niemand zu fragen
inquiry-late-title = Zu spät: hier hat niemand geantwortet
inquiry-late-none = Nichts ist überfällig.
inquiry-late-between = { $from } fragt { $to }
inquiry-late-since = gefragt am { $sent }, Antwort war fällig am { $due }
inquiry-notice-waiting =
    { $count ->
        [one] Eine Anfrage einer anderen Stelle wartet auf deine Antwort.
       *[other] { $count } Anfragen anderer Stellen warten auf deine Antwort.
    }
inquiry-notice-late =
    { $count ->
        [one] Eine Anfrage zwischen zwei Stellen ist überfällig.
       *[other] { $count } Anfragen zwischen Stellen sind überfällig.
    }
inquiry-notice-answered =
    { $count ->
        [one] Eine deiner Anfragen wurde beantwortet.
       *[other] { $count } deiner Anfragen wurden beantwortet.
    }
inquiry-notice-show = Anfragen ansehen
inquiry-nobody = Dazu ist niemand zu fragen: Unter diesem Namen und mit dieser Geburt ist niemand bekannt, oder du findest die Person selbst in der Suche. Was du getippt hast, steht noch hier, falls Name oder Geburt anders angegeben sind.
inquiry-nobody-short = Hier wartet keine Antwort.
