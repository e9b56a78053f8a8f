# Frame: navigation, footer, help, notices, pages that belong to no feature.

app-name = Lückenlos
app-what = Municipal integration management
shell-skip = Skip to content
shell-demo = Demo data: all people are invented
shell-hide = Hide
shell-session-ends = You will be signed out shortly. What you typed is kept.
shell-session-stay = Stay signed in
shell-new-version = A new version is ready. What you typed is kept.
shell-new-version-take = Load now

nav-label = Main navigation
nav-today = Today
nav-cases = My cases
nav-reception = Reception
nav-pool = Unassigned
nav-exceptions = Exceptions
nav-erasures = Erasure requests
nav-messages = Messages
nav-log = Log
nav-search = Search
nav-slips = Slips
nav-clearing = To settle

footer-accessibility = Accessibility
footer-contact = Contact
footer-licences = Licences
footer-version = Version { $version }

help-title = Keys
help-lead = They work everywhere as long as you are not typing in a field.
help-key-search = to the search
help-key-help = this help
help-key-tab = to the next field or button
help-key-escape = close without changing anything
help-key-digit = in a group of choices: the answer at that place

not-found-title = Page not found
not-found-text = There is nothing at this address, or it is not meant for you.
not-found-home = To the first page
not-allowed-title = Not allowed

part-failed-title = This page is not on the device yet
part-failed-text = It is loaded from the network when it is first opened, and that has just failed. Nothing is lost.
part-failed-again = Load again

account-leave = Sign out

failure-offline = The server cannot be reached at the moment.
failure-unreadable = The answer could not be read. Load the page again; what you typed is kept.
failure-not-found = There is no such thing, or it is not meant for you. If it should be, ask the coordination.
failure-not-allowed = You may not do this.
failure-not-signed-in = You are not signed in any more.
failure-too-many = That was too many tries. Wait a moment.
failure-fields = Some answers are not right yet.
failure-unavailable = That did not work just now. Try again in a moment.
nav-responsibilities = Posts
nav-accounts = Accounts
nav-organisation = Organisation
nav-body = My body
nav-reports = Reports
help-key-new = at reception: take in a new person, once a search was made
help-key-done = in the contact slip: done
