# Löschung einer Person: beantragen, entscheiden, was gelöscht wurde.

erasure-title = Löschung
erasure-of = Löschung: { $whose }
erasure-lead = Eine Person wird nur gelöscht, wenn zwei Menschen es entscheiden: Du beantragst, die Koordination bestätigt.
erasure-waits = Noch nicht gesendet: Es liegt auf diesem Gerät und geht hinaus, sobald wieder Netz da ist.
erasure-not-taken = Das wurde nicht übernommen: Passt der Grund? Eine Einwilligung, die zurückgenommen wurde, steht zuerst als widerrufen am Fall. Sonst hat vielleicht gerade jemand anders entschieden, oder ein Antrag wartet schon.
erasure-done-on = Diese Person wurde am { $day } gelöscht. Von ihr ist nichts mehr da.
erasure-open-title = Der Antrag wartet
erasure-asked-by = Beantragt von { $name }, { $when }
erasure-open-hint = Die Koordination sieht Nummer, Stadtbezirk, Tage, Grund und Bemerkung, keinen Namen. Bis sie entschieden hat, lässt sich der Antrag zurücknehmen.
erasure-take-back = Antrag zurücknehmen
erasure-declined-title = Der letzte Antrag wurde abgelehnt
erasure-declined-by = Abgelehnt von { $name }, { $when }
erasure-goes-title = Was gelöscht wird
erasure-open-case = Der Fall ist offen. Mit der Löschung endet er, und niemand ist mehr zuständig.
erasure-goes-person = Name, Angaben, Haushalt, Verknüpfungen und alles, was über die Person geschrieben wurde. Es kann nicht zurückgeholt werden, auch nicht aus einer Sicherung.
erasure-goes-cases = Fälle
erasure-goes-intakes = Aufnahmen
erasure-goes-notes = Verlaufseinträge
erasure-goes-appointments = Termine
erasure-goes-consents = Antworten zu Einwilligungen
erasure-goes-facts = Einträge zu Lebenslagen
erasure-goes-slips = zugeordnete Kontaktzettel
erasure-stays = Es bleibt: dass jemand gelöscht wurde, wann und von wem entschieden, ohne Namen; und wer die Daten gesehen hat, zwölf Monate lang, ohne Inhalt. Angehörige mit eigener Akte behalten sie.
erasure-ask-title = Löschung beantragen
erasure-reason = Warum?
erasure-reason-client_asks = Die Person wünscht es und hat die Einwilligung ins Fallmanagement zurückgenommen
erasure-reason-kept_long_enough = Die Aufbewahrungsfrist ist abgelaufen
erasure-reason-recorded_in_error = Irrtümlich oder doppelt erfasst
erasure-remark = Bemerkung für die Koordination
erasure-remark-hint = Freiwillig, bitte ohne Namen. Sie wird mit gelöscht.
erasure-two = Nach dem Antrag geschieht noch nichts: Erst wenn die Koordination bestätigt, wird gelöscht.
erasure-ask = Löschung beantragen

erasures-lead = Anträge, jemanden zu löschen, ohne Namen. Wer einen Antrag selbst gestellt hat, entscheidet nicht darüber.
erasures-none = Kein Antrag wartet.
erasures-waiting =
    { $count ->
        [one] Ein Antrag auf Löschung wartet auf deine Entscheidung.
       *[other] { $count } Anträge auf Löschung warten auf deine Entscheidung.
    }
erasures-open = Anträge ansehen
erasures-no-case = ohne Fall
erasures-case-open = Fall ist offen
erasures-asked = Beantragt bei { $unit }, { $when }
erasures-own = Diesen Antrag hast du selbst gestellt: Eine andere Koordination entscheidet.
erasures-confirm = Löschen
erasures-confirm-what = Löschen: { $what }
erasures-sure = Wirklich löschen?
erasures-sure-text = Alles über diese Person ist danach weg, auch auf Tablets und in Sicherungen, und kommt nicht zurück.
erasures-confirm-yes = Ja, endgültig löschen
erasures-decline = Ablehnen
erasures-decline-what = Ablehnen: { $what }
erasures-reason = Warum nicht?
erasures-reason-hint = Wer beantragt hat, liest das.
erasures-back = Doch nicht
erasures-done-title = Gelöscht
erasures-done-none = Noch niemand.
erasures-erased = Gelöscht { $when }
erasures-done-by = Beantragt von { $asked } ({ $unit }), { $when }; bestätigt von { $confirmed }
