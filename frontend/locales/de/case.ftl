# Texte der Arbeit am Fall: Heute, meine Fälle, die Fallakte, Termine, nächster Schritt, Lebenslauf-Bahnen.

today-summary-appointments = { $count ->
    [0] keine Termine
    [one] 1 Termin
   *[other] { $count } Termine
  }
today-summary-needs = { $count ->
    [0] nichts braucht dich
    [one] 1 Sache braucht dich
   *[other] { $count } Dinge brauchen dich
  }
today-summary-packed = { $count ->
    [0] kein Fall auf diesem Gerät
    [one] 1 Fall auf diesem Gerät
   *[other] { $count } Fälle auf diesem Gerät
  }
today-appointments = Termine
today-appointments-none = Heute steht kein Termin an.
today-needs = Braucht dich
today-needs-none = Alles im Griff: Kein Fall wartet auf dich.
today-now = jetzt
today-all-cases = Alle meine Fälle

need-overdue = Überfällig seit { $days ->
    [one] 1 Tag
   *[other] { $days } Tagen
  }: { $what }
need-due-today = Heute fällig: { $what }
need-new = Neu für dich
need-new-urgent = Neu für dich: { $urgency }
need-unsettled = Wie ist der Termin ausgegangen?
need-unsettled-detail = { $when }
need-no-next-date = Kein nächster Schritt
need-no-next-date-detail = Jeder offene Fall braucht ein Datum oder einen Grund.
need-entry = Wurde nicht angenommen
need-conflict = Konflikt: { $fields }
need-refused = Nicht angenommen: { $what }
need-entry-detail = { $count ->
    [one] 1 Eintrag braucht deine Entscheidung
   *[other] { $count } Einträge brauchen deine Entscheidung
  }
need-open = Öffnen
need-settle = Eintragen
need-set-date = Datum setzen
need-clear = Klären

cases-title = Meine Fälle
cases-none = Dir ist noch kein Fall zugeteilt.
cases-none-hint = Neue Fälle erscheinen hier von selbst, sobald sie dir zugeteilt werden.
cases-new = neu
cases-packed = mitgenommen
cases-appointment = Termin
cases-filter = In meinen Fällen suchen
cases-filter-none = Kein Fall passt zu dieser Suche.
cases-shown = { $shown } von { $total }
cases-note = Notiz
cases-note-for = Notiz zu { $name }

case-title = Fall { $number }
case-title-unnumbered = Fall ohne Nummer
case-unnumbered-hint = Die Nummer vergibt der Server, sobald dieses Gerät wieder Netz hat.
case-loading = Der Fall wird geöffnet …
case-not-shown = Dieser Fall ist hier nicht zu sehen
case-to-start = Zum Anfang
case-tab-overview = Übersicht
case-why-title = Warum die Person kam
case-why-urgency = Dringlichkeit: { $urgency }
case-tab-person = Person
case-tab-notes = Verlauf
case-tab-dates = Termine
case-responsible = Zuständig
case-responsible-nobody = noch niemand: im Pool der Koordination
case-district = Stadtbezirk
case-since = Fall seit { $day }
erasure-link = Löschung
erasure-notice = Löschung beantragt von { $name }, { $when }. Sie wartet auf die Koordination.
erasure-notice-open = Zum Löschantrag
erasure-notice-done = Diese Person wurde am { $day } gelöscht.
case-not-here = Dieser Fall liegt nicht auf diesem Gerät.
case-not-here-hint = Ohne Netz sind nur mitgenommene Fälle lesbar. Mit Netz öffnet er sich von selbst.
case-as-packed = Stand vom { $when }; wird aktualisiert, sobald Netz da ist.
case-reads = liest { $languages }
case-speaks = spricht { $languages }
case-interpreter = Dolmetschen nötig
case-locked = Adresse gesperrt
case-consent-given = Einwilligung: { $what }
case-consent-missing = Einwilligung fehlt: { $what }
case-consent-refused = Einwilligung abgelehnt am { $day }: { $what }
case-consent-revoked = Einwilligung widerrufen am { $day }: { $what }


lanes-title = Integrationskette
lanes-hint = Loch = zwischen zwei Gliedern war niemand zuständig
lanes-today = heute
lanes-hole = { $days } Tage
lanes-hole-words = { $lane }: Loch von { $days } Tagen
lanes-fact-words = { $lane }: { $what }, von { $from } bis { $until }
lanes-unknown = unbekannt
lanes-open = offen
lanes-none = Noch nichts eingetragen.
lanes-add = Eintragen
lanes-form = Was soll eingetragen werden?
lanes-fold = Einklappen
lanes-done = Fertig

next-title = Nächster Schritt
next-none = Noch kein Datum gesetzt.
next-set = Datum setzen
next-change = Ändern
next-on = Fällig am
next-on-hint = zum Beispiel 26.11. oder 26.11.2026
next-what = Was ist zu tun?
next-none-because = Zurzeit ist nichts zu tun
next-reason = Warum?
next-review-on = Wieder ansehen am
next-save = Übernehmen
next-cancel = Abbrechen
next-due = { $day }: { $what }
next-nothing = Nichts zu tun bis { $day }: { $reason }

appointment-plan = Termin planen
appointment-day-hint = zum Beispiel 26.11.
appointment-day = Tag
appointment-time = Uhrzeit
appointment-time-hint = zum Beispiel 9:30
appointment-contact = Art
appointment-place = Ort
appointment-place-hint = Straße, Stockwerk, Klingel
appointment-about = Worum geht es?
appointment-interpreter = Dolmetschen
appointment-save = Termin eintragen
appointment-move-save = Termin verlegen
appointment-planned = Termin eingetragen: { $when }
appointment-moved-to = Termin verlegt auf { $when }
appointment-change = Ändern
appointment-change-of = Ändern: { $when }
appointment-call-off = Absagen
appointment-call-off-of = Absagen: { $when }
appointment-cancel = Abbrechen
appointment-settle = Wie ist es ausgegangen?
appointment-settle-of = Wie ist es ausgegangen? { $when }
appointment-kept = hat stattgefunden
appointment-missed = nicht erschienen
appointment-cancelled_by_client = Klientin/Klient hat abgesagt
appointment-cancelled_by_worker = Fallmanagement hat abgesagt
appointment-moved = wurde verlegt
appointment-none = Keine Termine.
appointment-past = Erledigte Termine

next-first-contact = Erstkontakt bis { $day }
case-edit-person = Angaben bearbeiten
case-person-family-name = Familienname
case-person-given-name = Vorname
case-person-spoken-name = Name, wie gesprochen
case-person-original-script = Originalschrift
case-person-born = Geburt
case-person-entered-germany = Einreise nach Deutschland
case-person-address = Anschrift
case-person-telephone = Telefon
case-person-email = E-Mail
case-person-contact-hint = Beim Kontakt beachten
held-title = Nachgereicht
held-lead = Geschrieben von jemandem, der den Fall nicht mehr hat oder nicht mehr angemeldet war. Es wird erst Teil der Akte, wenn du es annimmst.
held-none = Nichts wartet darauf, angenommen zu werden.
held-by = nachgereicht von { $author }
held-times = geschrieben { $written }, angekommen { $came }
held-accept = Annehmen
held-accept-what = Annehmen: { $what }
held-decline = Ablehnen
held-decline-what = Ablehnen: { $what }
held-reason = Warum wird es abgelehnt?
held-reason-hint = Wer es geschrieben hat, liest diesen Grund. Das Geschriebene bleibt im Protokoll.
held-back = Zurück
held-not-taken = Das ließ sich so nicht übernehmen: Es passt nicht mehr zum Stand des Falls. Du kannst es mit einem Grund ablehnen.
held-own-title = Von dir nachgereicht
held-own-lead = Als das hier ankam, hatte schon jemand anderes den Fall. Es steht erst in der Akte, wenn die jetzt zuständige Person es annimmt.
held-own-waits = wartet auf die zuständige Stelle
held-own-accepted = angenommen
held-own-declined = abgelehnt
held-own-by = { $name }, { $when }
held-own-because = { $name }, { $when }: { $reason }
need-own-held-detail = { $count ->
    [one] 1 Eintrag von dir wartet darauf, dass die jetzt zuständige Person ihn annimmt.
   *[other] { $count } Einträge von dir warten darauf, dass die jetzt zuständige Person sie annimmt.
}
need-own-declined = Abgelehnt: { $what } vom { $when }
need-held-detail = { $count ->
    [one] 1 Eintrag wartet auf deine Entscheidung
   *[other] { $count } Einträge warten auf deine Entscheidung
  }
need-revoked = Einwilligung in das Fallmanagement widerrufen am { $day }
need-revoked-detail = Mit der Person klären, was daraus folgt. Bis dahin nichts Neues erheben oder weitergeben.
need-look = Ansehen
need-check-post = Zuständigkeit prüfen
need-check-post-detail = umgezogen; bis { $day }

check-post = Umgezogen, jetzt: { $district }. Du bleibst zuständig; bitte bis { $day } prüfen, ob das so bleiben soll.
check-post-other = Umgezogen, jetzt: { $district }. Der Fall bleibt, wo er ist; bitte bis { $day } prüfen, ob das so bleiben soll.
check-post-keep = Zuständigkeit bleibt
check-post-agreed = Ein Wechsel geht nur mit Einverständnis der Person, als Übergabe über die Koordination.
check-post-reason = Grund (freiwillig)

history-title = Zuständigkeit bisher
history-posts = Wer zuständig war
history-districts = Wo die Person wohnte
history-no-district = kein Stadtbezirk
history-since = seit { $day }
history-from-to = { $from } bis { $to }
history-kept = Geprüft am { $day } von { $name }: bleibt.
case-person-safe-way = Sicherer Kontaktweg
case-person-missing = nicht eingetragen
case-person-add = Eintragen

case-tab-consents = Einwilligungen
case-tab-sight = Wer sieht das?
case-deputy = Du vertrittst { $name }. Der Fall bleibt bei der zuständigen Person; was du liest, steht mit dem Grund „Vertretung“ im Leseprotokoll.
need-deputy-revoked = Einwilligung zur Vertretung widerrufen am { $day }
need-deputy-revoked-detail = Die Vertretung hat keinen Zugang mehr. Termine und offene Aufgaben aus der Vertretung prüfen.
need-disclosure-revoked = Einwilligung zur Weitergabe widerrufen am { $day }
need-disclosure-revoked-detail = Klären, ob die Empfänger gebeten werden, die Angaben nicht mehr zu nutzen.

deputised-title = In Vertretung für { $name }
deputised-until = abwesend bis { $day }
deputised-open = abwesend, Ende offen
deputised-none = Kein offener Fall.
deputised-more = und { $count } weitere
deputised-appointment = Termin: { $when }
deputised-due = fällig: { $day }
deputised-revoked = Einwilligung zur Vertretung widerrufen am { $day }: nur Termine
deputised-not-agreed = Keine Einwilligung zur Vertretung: nur Termine

sight-title = Wer sieht diesen Fall, und warum?
sight-aside = nach denselben Regeln, die jeden Zugriff entscheiden
sight-nobody-else = Alle anderen sehen nichts von diesem Fall. Nur in einem Notfall kann jemand aus dem Fallmanagement die Akte für wenige Stunden öffnen, und aus Anlass die Trägerleitung für einige Tage, um sie zu prüfen; beides erfahren die zuständige Person und der Datenschutz sofort. Jeder Blick hinein wird protokolliert; das Protokoll liest der Datenschutz, den Inhalt nicht.
sight-part-responsible = Zuständig
sight-part-deputy = Vertretung
sight-part-emergency = Notzugriff
sight-part-check = Aktenprüfung
sight-part-unit = Eingewilligte Stelle
sight-part-coordination = Koordination
sight-part-head = Trägerleitung
sight-part-desk = Empfang und Suche aller Stellen
sight-part-former = Früher zuständig
sight-whole = ganze Akte
sight-dates = Name, Geburtsdatum, Zuständigkeit, Termine, kein Inhalt
sight-head = Nummer, Bezirk, Termine, ohne Namen
sight-handover = nur, wohin der Fall ging
sight-nothing = nichts
sight-nothing-yet = noch nichts
sight-from-until = vom { $from } bis { $until }
sight-from = ab { $from }
sight-until = bis { $until }
sight-until-at = bis { $when }
sight-basis-role = Die Rolle erlaubt es.
sight-basis-responsible = Diese Person ist zuständig.
sight-basis-own_intake = Die eigene Stelle hat die Person aufgenommen.
sight-basis-consent = Die Person will am Service-Point gefunden werden.
sight-basis-coordination = Die Koordination verteilt die Fälle und achtet auf Lücken.
sight-basis-head_of_body = Die Trägerleitung achtet auf Auslastung und liegen gebliebene Fälle.
sight-basis-former = Wer den Fall abgegeben hat, erfährt 30 Tage lang, wohin.
sight-basis-deputy = Die zuständige Person ist abwesend.
sight-basis-emergency = Diese Person hat die Akte im Notfall geöffnet; sie liest nur.
sight-basis-file_check = Die Trägerleitung prüft die Akte aus Anlass; sie liest nur.
sight-not-yet = Der Zugang öffnet sich erst mit einer Abwesenheit, in der diese Stelle vertritt.
sight-no-deputy-consent = Für die ganze Akte fehlt die Einwilligung in eine Vertretung durch diese Stelle.
case-unwritten = Die Person erlaubt nicht (seit { $day }), dass Angaben zu Gesundheit, Religion und Ähnlichem aufgeschrieben werden. Schreib auf, was zu tun ist, und nicht, woran jemand leidet oder glaubt. Die Beratung geht weiter.

failure-too-many-people = Du hast in kurzer Zeit sehr viele Menschen gesehen, für die andere zuständig sind. Zum Schutz der Menschen geht das erst in { $minutes } Minuten weiter. Eine einzelne Person, genau gesucht (Name und Geburtsdatum), erscheint alle fünf Minuten. Deine eigenen Fälle, Vertretungen und Notzugriffe öffnen sich wie immer.
