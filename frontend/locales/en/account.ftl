# Own account, everybody's accounts, invitation.

account-title = My account
account-language = Language of the interface
account-theme = Brightness
account-theme-device = as the device
account-theme-light = light
account-theme-dark = dark
account-device-title = This device
account-device-text = Work without a network, secure entries not yet sent.
account-device = To this device
account-leave-title = Sign out
account-leave-text = What has not been sent yet stays encrypted on this device and is sent after you next sign in.

account-print = Print
acting-title = Where you work
acting-now = You are working at: { $unit }.
acting-change = Change to: { $unit }

confirm-title = Please confirm that it is you
confirm-text = What changes rights or signing in needs your password once more, and your second factor, if you have one.
confirm-factor = And your second factor, please:
confirm-passkey = Use a passkey
confirm-go-on = Go on

password-title = Password
password-current = Current password
password-new = New password
password-hint = At least 12 characters. Several words that have nothing to do with each other are good; a password manager may paste it.
password-change = Change password
password-changed = Your password is changed. All other sessions have ended.

factor-title = Second factor
factor-page-lead = Besides the password there is a second factor. Without it nobody gets at people's data, not even somebody who knows your password. It takes two minutes.
factor-none = Without a second factor your password is enough to be signed in as you.
factor-required = Your role needs a second factor: an authenticator app on your telephone, which also works without a network, or a passkey.
factor-has = Authenticator app set up
totp-begin = Set up an authenticator app
totp-scan = Open the app on your telephone, choose “add account” and photograph this picture.
totp-picture = Picture for the authenticator app
totp-by-hand = The picture does not work? Type the key
totp-finish = Finish setting up
totp-done = The app is set up. From now on its code is asked for.
totp-remove = Remove the app
passkeys-title = Passkeys
passkeys-text = A passkey lies on this device or on a security key and opens with finger, face or PIN. It takes the place of the code from the app.
passkeys-cannot = This browser cannot make passkeys here.
passkey-label = Name of the passkey
passkey-label-hint = By what you know it, for example “tablet” or “key ring”.
passkey-make = Make a passkey
passkey-made = made on { $when }
passkey-used = last used { $when }
passkey-remove = Remove
passkey-refused = No passkey was made. Try again.
passkey-known = This device has a passkey of this account already.
recovery-title = Recovery codes
recovery-text = In case the telephone is gone: each of these codes counts once instead of the app. Print them and keep them in a safe place; they are shown only now.
recovery-kept = Kept, go on
recovery-left =
    { $count ->
        [0] There are no recovery codes left.
        [one] One recovery code is left.
       *[other] { $count } recovery codes are left.
    }
recovery-renew = New recovery codes

provider-link = Link with { $name }
provider-link-text = Once your account is linked, you can sign in there and will rarely need your password here. Your second factor stays.
provider-is-linked = linked
provider-linked-since = You can sign in with it since { $when }.
provider-link-used = You last signed in with it: { $when }.
provider-unlink = End the link
provider-linked = Your account is linked. From now on you can sign in with it.
provider-factor = The second factor came too late. Please begin again.
provider-refused = Signing in there was called off. You can try again; user name and password work too.
provider-away = The sign-in service does not answer at the moment. Use your user name and password, or try again later.
provider-expired = That took too long, was done already or was begun in another browser. Please begin again.
provider-not_right = The answer of the sign-in service could not be trusted. Try again; if it stays like this, tell the administration of your unit.
provider-unknown = No account here is linked with this access. If you have one, sign in with user name and password and link it on your own account. If you have none, ask the administration of your unit.
provider-closed = Your account has no role today or is closed. Ask the administration of your unit.
provider-taken = This access is linked with another account already. Ask the administration of your unit.
provider-failed = That did not work here. Please try again.

sessions-title = Where you are signed in
sessions-text = If you do not know one of these sessions, end it and change your password.
sessions-this = this device
sessions-unknown-browser = Unknown browser
sessions-when = Begun { $began }, last used { $seen }
sessions-end = End
sessions-end-others = End all others

accounts-lead = Who can sign in, as what, where and until when. Nothing about people who are counselled stands here.
accounts-invite = Invite somebody
accounts-login-hint = The person signs in with it, for example c.example.
accounts-make = Make the account
accounts-roles = Roles
accounts-no-role = No role: signing in does not work.
accounts-devices = Devices
accounts-device = Device
accounts-enrolled = set up on { $when }
accounts-lost = Report as lost
accounts-lost-title = Is the device lost?
accounts-lost-text = All sessions of this person end at once. As soon as the device has contact, it hands in what was not sent, and what lay on it is wiped. This cannot be taken back; the person sets up a device anew afterwards.
accounts-lost-sure = Yes, it is lost
accounts-own-title = End your own role?
accounts-own-text = It ends at once, and with it your sessions in this unit. Only another administrator can give it back to you.
accounts-own-sure = Yes, end my role
accounts-lost-since = reported as lost { $when }
accounts-grant = Give a role
accounts-grant-do = Give this role
accounts-end-role = End today
accounts-from = since { $from }
accounts-from-until = { $from } to { $until }
accounts-never = was to begin on { $from }; withdrawn before
accounts-invite-again = Invite again
accounts-invite-again-title = Invite { $name } again?
accounts-invite-again-text = The password is forgotten, all sessions end. With the new code the person chooses a new password; the second factor stays.
accounts-forgets-factors = Telephone or passkey are lost, too: forget the second factor as well. Make sure in person who is asking.
accounts-linked = linked to the town's sign-in service
accounts-unlink = End the link
accounts-close = Close the account
accounts-open = Open the account again
accounts-invited = invited, code counts until { $when }
accounts-invitation-over = Invitation has run out
accounts-closed = closed on { $when }
accounts-with-factor = with a second factor
accounts-without-factor = without a second factor
accounts-seen = last active { $when }
accounts-last-administrator = Then there would be nobody left who manages accounts.

role-form-role = Role
role-form-unit = Unit
role-form-post = Case manager's post
role-form-post-hint = Choose the unit first.
role-form-from = From
role-form-until = Until
role-form-until-hint = Empty: until further notice.

invited-title = Invitation for { $name }
invited-text = This is how the person gets their password:
invited-begins = Sign in from
invited-open = Open this address:
invited-type = Type this code:
invited-choose = Choose a password of their own.
invited-code = Invitation code
invited-until = The code counts once, until { $when }.
invited-once = This code is shown only now. Print it and hand it over in person.
invited-kept = Done

events-title = Latest changes
events-none = Nothing was changed yet.
events-somebody = somebody
events-by = { $when } by { $name }
event-made = account made
event-invited_again = invited again
event-invitation_accepted = invitation accepted
event-role_granted = role given
event-role_ended = role ended
event-closed = account closed
event-opened = account opened again
event-password_changed = password changed
event-totp_added = authenticator app set up
event-totp_removed = authenticator app removed
event-passkey_added = passkey made
event-passkey_removed = passkey removed
event-recovery_codes_made = new recovery codes
event-recovery_code_used = signed in with a recovery code
event-provider_linked = linked to the sign-in service
event-provider_unlinked = link to the sign-in service ended
event-sessions_ended = sessions ended
event-device_lost = device reported as lost

invitation-title = Accept an invitation
invitation-lead = With the code on your sheet you get your password.
invitation-code = Code on the sheet
invitation-code-hint = Capitals and dashes do not matter.
invitation-go-on = Go on
invitation-wrong = This code does not count, or not any more. Whoever invited you can print a new one.
invitation-for = Welcome, { $name }. Now choose your password.
invitation-login-hint = You sign in with it.
invitation-accept = Save the password
invitation-done = Your password counts. Sign in with the user name { $login }.
