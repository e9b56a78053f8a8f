# Eigenes Konto, Konten aller, Einladung.

account-title = Mein Konto
account-language = Sprache der Oberfläche
account-theme = Helligkeit
account-theme-device = wie das Gerät
account-theme-light = hell
account-theme-dark = dunkel
account-device-title = Dieses Gerät
account-device-text = Ohne Netz arbeiten, ungesendete Einträge sichern.
account-device = Zu diesem Gerät
account-leave-title = Abmelden
account-leave-text = Was noch nicht übertragen ist, bleibt verschlüsselt auf diesem Gerät und wird nach der nächsten Anmeldung gesendet.

account-print = Drucken
acting-title = Wo du arbeitest
acting-now = Du arbeitest gerade bei: { $unit }.
acting-change = Wechseln zu: { $unit }

confirm-title = Bitte bestätige, dass du es bist
confirm-text = Was Rechte oder die Anmeldung ändert, braucht dein Passwort noch einmal, und deinen zweiten Faktor, wenn du einen hast.
confirm-factor = Dazu bitte deinen zweiten Faktor:
confirm-passkey = Passkey benutzen
confirm-go-on = Weiter

password-title = Passwort
password-current = Jetziges Passwort
password-new = Neues Passwort
password-hint = Mindestens 12 Zeichen. Gut sind mehrere Wörter, die nichts miteinander zu tun haben; ein Passwort-Programm darf es einfügen.
password-change = Passwort ändern
password-changed = Dein Passwort ist geändert. Alle anderen Sitzungen sind beendet.

factor-title = Zweiter Faktor
factor-page-lead = Zum Passwort gehört ein zweiter Faktor. Ohne ihn kommt niemand an die Daten der Menschen, auch wer dein Passwort kennt. Das dauert zwei Minuten.
factor-none = Ohne zweiten Faktor reicht dein Passwort, um als du angemeldet zu sein.
factor-required = Deine Rolle braucht einen zweiten Faktor: eine Authenticator-App auf dem Telefon, die auch ohne Netz geht, oder einen Passkey.
factor-has = Authenticator-App eingerichtet
totp-begin = Authenticator-App einrichten
totp-scan = Öffne die App auf deinem Telefon, wähle „Konto hinzufügen“ und nimm dieses Bild auf.
totp-picture = Bild für die Authenticator-App
totp-by-hand = Das Bild geht nicht? Schlüssel eintippen
totp-finish = Fertig einrichten
totp-done = Die App ist eingerichtet. Ab jetzt wird nach ihrem Code gefragt.
totp-remove = App entfernen
passkeys-title = Passkeys
passkeys-text = Ein Passkey liegt auf diesem Gerät oder einem Sicherheitsschlüssel und öffnet mit Finger, Gesicht oder PIN. Er ersetzt den Code aus der App.
passkeys-cannot = Dieser Browser kann hier keine Passkeys anlegen.
passkey-label = Name des Passkeys
passkey-label-hint = Woran du ihn erkennst, zum Beispiel „Tablet“ oder „Schlüsselbund“.
passkey-make = Passkey anlegen
passkey-made = angelegt am { $when }
passkey-used = zuletzt benutzt { $when }
passkey-remove = Entfernen
passkey-refused = Es wurde kein Passkey angelegt. Versuch es noch einmal.
passkey-known = Auf diesem Gerät gibt es schon einen Passkey für dieses Konto.
recovery-title = Wiederherstellungscodes
recovery-text = Falls das Telefon weg ist: Jeder dieser Codes gilt einmal statt der App. Druck sie aus und leg sie an einen sicheren Ort; sie werden nur jetzt gezeigt.
recovery-kept = Aufbewahrt, weiter
recovery-left =
    { $count ->
        [0] Es sind keine Wiederherstellungscodes mehr übrig.
        [one] Ein Wiederherstellungscode ist noch übrig.
       *[other] { $count } Wiederherstellungscodes sind noch übrig.
    }
recovery-renew = Neue Wiederherstellungscodes

provider-link = Mit { $name } verknüpfen
provider-link-text = Verknüpfst du dein Konto, meldest du dich künftig auch dort an und brauchst dein Passwort hier nur noch selten. Dein zweiter Faktor bleibt.
provider-is-linked = verknüpft
provider-linked-since = Seit { $when } kannst du dich damit anmelden.
provider-link-used = Zuletzt hast du dich damit angemeldet: { $when }.
provider-unlink = Verknüpfung lösen
provider-linked = Dein Konto ist verknüpft. Ab jetzt kannst du dich damit anmelden.
provider-factor = Der zweite Faktor kam zu spät. Bitte fang noch einmal an.
provider-refused = Die Anmeldung dort wurde abgebrochen. Du kannst es noch einmal versuchen; Benutzername und Passwort gehen auch.
provider-away = Der Anmeldedienst antwortet gerade nicht. Nimm Benutzername und Passwort, oder versuch es später noch einmal.
provider-expired = Das hat zu lange gedauert, war schon erledigt oder wurde in einem anderen Browser begonnen. Bitte fang noch einmal an.
provider-not_right = Der Antwort des Anmeldedienstes war nicht zu trauen. Versuch es noch einmal; bleibt es dabei, sag es der Administration deiner Stelle.
provider-unknown = Mit diesem Zugang ist hier kein Konto verknüpft. Hast du eins, melde dich mit Benutzername und Passwort an und verknüpfe es in deinem Konto. Hast du keins, frag die Administration deiner Stelle.
provider-closed = Dein Konto hat heute keine Rolle oder ist geschlossen. Frag die Administration deiner Stelle.
provider-taken = Dieser Zugang ist schon mit einem anderen Konto verknüpft. Frag die Administration deiner Stelle.
provider-failed = Das hat hier nicht geklappt. Bitte versuch es noch einmal.

sessions-title = Wo du angemeldet bist
sessions-text = Kennst du eine dieser Sitzungen nicht, beende sie und ändere dein Passwort.
sessions-this = dieses Gerät
sessions-unknown-browser = Unbekannter Browser
sessions-when = Begonnen { $began }, zuletzt benutzt { $seen }
sessions-end = Beenden
sessions-end-others = Alle anderen beenden

accounts-lead = Wer sich anmelden kann, als was, wo und bis wann. Von Menschen, die beraten werden, steht hier nichts.
accounts-invite = Person einladen
accounts-login-hint = Damit meldet sich die Person an, zum Beispiel c.beispiel.
accounts-make = Konto anlegen
accounts-roles = Rollen
accounts-no-role = Keine Rolle: Anmelden geht nicht.
accounts-devices = Geräte
accounts-device = Gerät
accounts-enrolled = eingerichtet am { $when }
accounts-lost = Verloren melden
accounts-lost-title = Ist das Gerät verloren?
accounts-lost-text = Alle Sitzungen dieser Person enden sofort. Sobald das Gerät Kontakt hat, gibt es ungesendete Einträge ab, und was darauf lag, wird gelöscht. Das lässt sich nicht zurücknehmen; die Person richtet danach ein Gerät neu ein.
accounts-lost-sure = Ja, verloren melden
accounts-own-title = Deine eigene Rolle beenden?
accounts-own-text = Sie endet sofort, und mit ihr deine Sitzungen in dieser Stelle. Nur eine andere Administration kann sie dir wieder geben.
accounts-own-sure = Ja, meine Rolle beenden
accounts-lost-since = verloren gemeldet { $when }
accounts-grant = Rolle geben
accounts-grant-do = Diese Rolle geben
accounts-end-role = Heute beenden
accounts-from = seit { $from }
accounts-from-until = { $from } bis { $until }
accounts-never = sollte am { $from } beginnen; vorher zurückgenommen
accounts-invite-again = Neu einladen
accounts-invite-again-title = { $name } neu einladen?
accounts-invite-again-text = Das Passwort wird vergessen, alle Sitzungen enden. Mit dem neuen Code wählt die Person ein neues Passwort; der zweite Faktor bleibt.
accounts-forgets-factors = Auch Telefon oder Passkey sind verloren: den zweiten Faktor ebenfalls vergessen. Prüfe vorher persönlich, wer fragt.
accounts-linked = mit dem Anmeldedienst der Stadt verknüpft
accounts-unlink = Verknüpfung lösen
accounts-close = Konto schließen
accounts-open = Konto wieder öffnen
accounts-invited = eingeladen, Code gilt bis { $when }
accounts-invitation-over = Einladung abgelaufen
accounts-closed = geschlossen am { $when }
accounts-with-factor = mit zweitem Faktor
accounts-without-factor = ohne zweiten Faktor
accounts-seen = zuletzt aktiv { $when }
accounts-last-administrator = Dann gäbe es niemanden mehr, der Konten verwaltet.

role-form-role = Rolle
role-form-unit = Stelle
role-form-post = Fallmanagement-Stelle
role-form-post-hint = Zuerst die Stelle wählen.
role-form-from = Ab
role-form-until = Bis
role-form-until-hint = Leer: bis auf Weiteres.

invited-title = Einladung für { $name }
invited-text = So kommt die Person zu ihrem Passwort:
invited-begins = Anmelden ab
invited-open = Diese Adresse öffnen:
invited-type = Diesen Code eintippen:
invited-choose = Ein eigenes Passwort wählen.
invited-code = Einladungscode
invited-until = Der Code gilt einmal, bis { $when }.
invited-once = Dieser Code wird nur jetzt gezeigt. Drucke ihn aus und gib ihn der Person persönlich.
invited-kept = Fertig

events-title = Letzte Änderungen
events-none = Noch wurde nichts geändert.
events-somebody = jemand
events-by = { $when } durch { $name }
event-made = Konto angelegt
event-invited_again = neu eingeladen
event-invitation_accepted = Einladung angenommen
event-role_granted = Rolle gegeben
event-role_ended = Rolle beendet
event-closed = Konto geschlossen
event-opened = Konto wieder geöffnet
event-password_changed = Passwort geändert
event-totp_added = Authenticator-App eingerichtet
event-totp_removed = Authenticator-App entfernt
event-passkey_added = Passkey angelegt
event-passkey_removed = Passkey entfernt
event-recovery_codes_made = neue Wiederherstellungscodes
event-recovery_code_used = mit Wiederherstellungscode angemeldet
event-provider_linked = mit dem Anmeldedienst verknüpft
event-provider_unlinked = Verknüpfung mit dem Anmeldedienst gelöst
event-sessions_ended = Sitzungen beendet
event-device_lost = Gerät verloren gemeldet

invitation-title = Einladung annehmen
invitation-lead = Mit dem Code auf deinem Blatt bekommst du dein Passwort.
invitation-code = Code auf dem Blatt
invitation-code-hint = Groß- und Kleinschreibung und Striche sind egal.
invitation-go-on = Weiter
invitation-wrong = Dieser Code gilt nicht oder nicht mehr. Wer dich eingeladen hat, kann einen neuen drucken.
invitation-for = Willkommen, { $name }. Wähle jetzt dein Passwort.
invitation-login-hint = Damit meldest du dich an.
invitation-accept = Passwort speichern
invitation-done = Dein Passwort gilt. Melde dich mit dem Benutzernamen { $login } an.
