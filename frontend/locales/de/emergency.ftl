# Notzugriff: die Akte eines Falls öffnen, für den jemand anderes zuständig ist.

emergency-lead = Nur wenn sonst jemand zu Schaden kommt und die zuständige Person nicht zu erreichen ist:
emergency-show = Notzugriff …
emergency-title = Akte im Notfall öffnen
emergency-told = { $name } und die Datenschutzbeauftragte erfahren davon sofort. Die Person kann nachlesen, dass du ihre Akte gelesen hast.
emergency-told-coordination = Die Koordination und die Datenschutzbeauftragte erfahren davon sofort. Die Person kann nachlesen, dass du ihre Akte gelesen hast.
emergency-kind = Was für ein Notfall?
emergency-kind-danger = Gefahr für Leben oder Gesundheit
emergency-kind-child = Ein Kind ist in Gefahr
emergency-kind-deadline = Heute oder morgen geht ein Recht verloren
emergency-kind-other = Anderer Notfall
emergency-reason = Was ist passiert?
emergency-reason-hint = Ein Satz, den die zuständige Person versteht: was passiert ist und warum es nicht warten kann.
emergency-hours = Wie lange?
emergency-hours-of =
    { $hours ->
        [one] eine Stunde
       *[other] { $hours } Stunden
    }
emergency-open = Akte öffnen
emergency-leave = Doch nicht
emergency-until = Notzugriff: Du liest diese Akte bis { $when }. Zuständig ist { $name }: Was du hier notierst, geht dorthin zur Annahme. Ändern kannst du nichts.
emergency-until-pool = Notzugriff: Du liest diese Akte bis { $when }. Noch ist niemand zuständig: Was du hier notierst, wartet. Ändern kannst du nichts.
emergency-end = Zugriff beenden
emergency-end-check = Prüfung beenden
emergency-ended = Beendet. Die Akte ist für dich wieder geschlossen.

emergencies-title = Jemand hat eine Akte im Notfall geöffnet
emergencies-by = { $name } ({ $unit })
emergencies-when = { $from } bis { $until }
emergencies-when-ended = { $from } bis { $until }, vorzeitig beendet; gefragt war bis { $asked }
emergencies-for-absent = Du vertrittst hier. Antworten wird, wer zuständig ist, nach der Rückkehr.
emergencies-understood = Verstanden
emergencies-question = Nachfragen …
emergencies-note = Was ist unklar?
emergencies-note-hint = Die Datenschutzbeauftragte sieht, dass du nachfragst, und spricht mit dir.
emergencies-question-send = An die Datenschutzbeauftragte geben
emergencies-open-title = Von dir im Notfall geöffnet
emergencies-open-until = offen bis { $when }
emergency-opened = Die Akte ist jetzt zum Lesen offen: mit „Fall öffnen“ oben. Wer zuständig ist und die Datenschutzbeauftragte wissen davon.

file-checks-title = Die Trägerleitung prüft eine Akte
file-checks-open-title = Von dir zur Prüfung geöffnet
file-check-cause-complaint = Beschwerde über die Arbeit
file-check-cause-supervision = Fachaufsicht
file-check-cause-responsibility = Wechsel oder Streit über die Zuständigkeit
file-check-cause-authority = Frage eines Gerichts oder einer Behörde
