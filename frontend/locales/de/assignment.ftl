# Zuständigkeit: Vorschlag und Bestätigung.

assignment-title = Wer übernimmt?
assignment-district = Nach dem Wohnort: { $district }.
assignment-no-district = Kein Bezirk bekannt: alle Stellen stehen zur Wahl.
assignment-failed = Der Vorschlag ist gerade nicht zu haben. Der Fall steht bei der Koordination und geht nicht verloren.
assignment-again = Vorschlag neu berechnen
assignment-load = { $load } von { $capacity } Fällen
assignment-suggested = Vorschlag
assignment-not-possible = zurzeit nicht möglich
assignment-with-reason = nur mit Grund
assignment-because = Warum nicht der erste Vorschlag?
assignment-because-outside = Diese Stelle hat den Bezirk nicht. Der Grund steht später in der Fallakte.
assignment-because-inside = Der Grund steht später in der Fallakte.
assignment-reason = Dazu in Worten
assignment-reason-hint = freiwillig, in einer Zeile
choice-language = gemeinsame Sprache
choice-household = hat schon jemanden aus dem Haushalt
choice-conflict = Interessenkonflikt der Stelle im Bezirk
choice-client_choice = Wunsch der Person
choice-on_site = vor Ort selbst aufgenommen
assignment-confirm = { $name } zuteilen
assignment-pool = Der Koordination überlassen
assignment-none = Keine Stelle ist frei. Der Fall steht bei der Koordination.
assignment-none-here = Im Bezirk ist keine Stelle frei. Eine andere geht mit Grund.
assignment-choose = Ohne Bezirk gibt es keinen Vorschlag. Bitte wählen.
assignment-take-own = Selbst übernehmen
assignment-offline = Ohne Netz gibt es keinen Vorschlag. Der Fall geht an dich selbst; die Koordination kann ihn später anders zuteilen.
assignment-done = Zuständig: { $name }
assignment-done-device = Zuständig wird: { $name }
assignment-done-telephone = Telefon { $telephone }
assignment-done-first = Erster Kontakt bis { $day }
assignment-done-kept = auf diesem Gerät, noch nicht bestätigt
assignment-done-confirmed = bestätigt { $time }
assignment-done-note = Bitte der Person Name und Telefon mitgeben.
assignment-done-refused = Die Zuteilung wurde nicht angenommen. Der Fall steht bei der Koordination.
pool-lead = Fälle, für die noch niemand zuständig ist. Der älteste steht oben.
pool-none = Niemand wartet: jeder offene Fall hat jemanden.
pool-no-district = ohne Bezirk
pool-assign = Zuteilen
pool-assigned = { $number } ist { $name } zugeteilt.
pool-assign-waits = { $number } wird { $name } zugeteilt, sobald Netz da ist.
pool-assign-refused = { $number } wurde nicht zugeteilt. Warum, steht unter „Klärung“.
pool-under-way = Zuteilung wird gesendet
pool-leave = Im Pool lassen
pool-assign-case = { $number } zuteilen
pool-check = Zuständigkeit prüfen
pool-check-lead = Die Person ist in einen anderen Bezirk gezogen. Der Fall bleibt, wo er ist, solange niemand anders entscheidet.
choice-moved = Umzug in einen anderen Bezirk
choice-load = Entlastung
choice-absence = lange Abwesenheit oder Wechsel auf der Stelle

## Wer welchen Fall hat, und die Übergabe
responsibilities-lead = Wer wie viele offene Fälle hat. Namen von Klientinnen und Klienten stehen hier nicht.
responsibilities-number = Fall nach Nummer
responsibilities-number-hint = zum Beispiel LEV-2026-0173
responsibilities-number-open = Öffnen
responsibilities-number-none = Kein offener Fall, den du sehen darfst, hat diese Nummer.
responsibilities-vacant = Stelle nicht besetzt
responsibilities-cases = Fälle zeigen
responsibilities-cases-of = Fälle zeigen: { $name }
responsibilities-open = Zuständigkeit
responsibilities-cut = { $shown } von { $total } gezeigt. Die anderen öffnen sich über ihre Nummer.
responsibility-title = Zuständigkeit
responsibility-back = Alle Zuständigkeiten
responsibility-not-here = Einen Fall, der jemanden hat, gibt nur die Koordination weiter.
responsibility-history-none = Diesen Fall hatte noch niemand.
handover-begin = Fall übergeben
handover-title = An wen geht der Fall über?
handover-agreed = Ein Wechsel geht nur mit Einverständnis der Person, am besten nach einem Gespräch zu dritt. Bis zur Bestätigung bleibt zuständig, wer es jetzt ist.
handover-current = hat den Fall
handover-because = Warum die Übergabe?
handover-because-hint = Wer den Fall abgibt und wer ihn übernimmt, lesen diesen Grund.
handover-none = Keine andere Stelle ist für den Bezirk vorgeschlagen. Wählbar sind die anderen trotzdem.
handover-confirm = An { $name } übergeben
handover-leave = Nicht übergeben
handover-done = Übergeben. { $name } sieht den Fall oben unter „Heute“; wer ihn abgegeben hat, liest dort den Grund.
handover-sent = Auf diesem Gerät abgelegt, wird gesendet.
handed-over-title = Übergebene Fälle
handed-over-to = jetzt bei { $name }, Telefon { $telephone }
handed-over-pool = jetzt bei der Koordination
handed-over-because = Grund: { $reason }

## Abwesenheit und Vertretung
away-until = abwesend bis { $until }
away-open = abwesend, Rückkehr noch offen
away-from = ab { $from } abwesend
away-from-until = abwesend ab { $from } bis { $until }
away-deputy = Vertretung: { $name }, { $telephone }
away-deputy-post = Vertretung: { $post }, zurzeit nicht besetzt
away-nobody = Vertretung noch nicht benannt

## Was ein Träger trägt, für die Trägerleitung
body-lead = Auslastung, Abwesenheiten und Fälle, nach denen jemand sehen sollte. Namen von Klientinnen und Klienten stehen hier nicht, nur bei Akten, die du zur Prüfung geöffnet hast.
body-posts = Stellen
body-posts-none = Dein Träger hat zurzeit keine Stelle im Fallmanagement.
body-post-cases =
    { $count ->
        [0] alles im Plan
        [one] 1 Fall ansehen
       *[other] { $count } Fälle ansehen
    }
body-cases = Danach sollte jemand sehen
body-cases-aside = Das Dringendste steht oben.
body-cases-none = Nichts ist liegen geblieben: Jeder Fall hat jemanden und einen nächsten Termin.
body-cases-cut = Die ersten { $count } Fälle. Es gibt noch mehr.
body-intakes = Aufnahmen, über die noch nicht entschieden ist
body-intakes-none = Alle Aufnahmen Ihres Trägers sind entschieden.
body-intakes-of =
    { $count ->
        [one] 1 Aufnahme, begonnen am { $day }
       *[other] { $count } Aufnahmen, die älteste vom { $day }
    }
body-back = Zurück zu „Mein Träger“
warning-nobody = Seit { $day } ist niemand zuständig.
warning-overdue = Der nächste Termin war am { $day }.
warning-not_opened = Zugeteilt am { $day }, noch nicht geöffnet.
warning-no_next_date = Kein nächster Termin.
warning-check_post = Nach dem Umzug sollte bis { $day } jemand die Zuständigkeit prüfen.
