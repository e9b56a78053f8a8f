//! Calls of signing in, of one's own account, and of managing accounts.

use super::accounts::{
    Accounts, GrantTo, Invitation, InvitationCode, Invited, Invitee, NewAccount, NewCode, RoleEnd,
    ThisAccount,
};
use super::events::{AccountEvents, EventsWish};
use super::factors::{
    Factors, NewPasskey, PasskeyOptions, RecoveryCodes, ThisPasskey, TotpCode, TotpSecret,
};
use super::provider::{ProviderAddress, ProviderLink, ProviderStanding};
use super::sessions::{Sessions, ThisSession, ThisUnit};
use super::{
    ChangedPassword, Confirmation, Credentials, FirstAccount, SecondFactor, Session, SignInAnswer,
};
use crate::call;
use crate::calls::Nothing;

call!(
    /// Signs in; sets the session cookie. A wrong name and a wrong password answer alike. Where the account has a second factor,
    /// the session counts only after it was given.
    SignIn, Post "/api/session/sign-in", Public, Credentials => SignInAnswer
);
call!(
    /// Gives the second factor to a sign-in that waits for it; sets a new session cookie.
    GiveFactor, Post "/api/session/factor", Public, SecondFactor => Session
);
call!(
    /// Says whether people can sign in with the town's own sign-in service, and whether this browser's sign-in with it waits
    /// for its second factor.
    ReadProvider, Get "/api/session/provider", Public, Nothing => ProviderStanding
);
call!(
    /// Begins signing in with the town's own sign-in service: answers where the browser goes, and sets the cookie by which it
    /// is known when it comes back.
    BeginProvider, Post "/api/session/provider/begin", Public, Nothing => ProviderAddress
);
call!(
    /// Ends the session on the server.
    SignOut, Post "/api/session/sign-out", Entering, Nothing => Nothing
);
call!(
    /// Says who is signed in.
    WhoAmI, Get "/api/session", Entering, Nothing => Session
);
call!(
    /// Goes on as what the account is in another unit; sets a new session cookie.
    ActIn, Post "/api/session/act-in", SignedIn, ThisUnit => Session
);
call!(
    /// Gives the password and the second factor once more: what needs them can be done for the next minutes.
    Confirm, Post "/api/session/confirm", Entering, Confirmation => Nothing
);
call!(
    /// Changes the own password and ends all other sessions.
    ChangePassword, Post "/api/session/password", Entering, ChangedPassword => Nothing
);
call!(
    /// Lists the own sessions that hold.
    ListSessions, Get "/api/sessions", SignedIn, Nothing => Sessions
);
call!(
    /// Ends one of the own sessions.
    EndSession, Post "/api/sessions/end", SignedIn, ThisSession => Nothing
);
call!(
    /// Ends all own sessions but this one.
    EndOtherSessions, Post "/api/sessions/end-others", SignedIn, Nothing => Nothing
);
call!(
    /// Says which second factors the own account has.
    ReadFactors, Get "/api/factors", Entering, Nothing => Factors
);
call!(
    /// Makes a secret for an authenticator app; it counts once a code of it was given.
    BeginTotp, Post "/api/factors/totp", Entering, Nothing => TotpSecret
);
call!(
    /// Takes the first code of the authenticator app: from now on it is asked for. The first factor brings recovery codes.
    FinishTotp, Post "/api/factors/totp/finish", Entering, TotpCode => RecoveryCodes
);
call!(
    /// Takes the authenticator app away.
    RemoveTotp, Post "/api/factors/totp/remove", Entering, Nothing => Nothing
);
call!(
    /// Begins making a passkey: answers what the browser asks the authenticator.
    BeginPasskey, Post "/api/factors/passkey", Entering, Nothing => PasskeyOptions
);
call!(
    /// Takes the passkey that the authenticator made. The first factor brings recovery codes.
    FinishPasskey, Post "/api/factors/passkey/finish", Entering, NewPasskey => RecoveryCodes
);
call!(
    /// Takes a passkey away.
    RemovePasskey, Post "/api/factors/passkey/remove", Entering, ThisPasskey => Nothing
);
call!(
    /// Answers what the browser asks a passkey, for a sign-in that waits for its second factor or for giving it once more.
    AskPasskey, Post "/api/session/passkey", Public, Nothing => PasskeyOptions
);
call!(
    /// Makes new recovery codes; the old ones are worth nothing any more.
    NewRecoveryCodes, Post "/api/factors/recovery", Entering, Nothing => RecoveryCodes
);
call!(
    /// Says whether the own account is linked to the town's own sign-in service.
    ReadProviderLink, Get "/api/factors/provider", SignedIn, Nothing => ProviderLink
);
call!(
    /// Begins linking the own account to the town's own sign-in service, as `BeginProvider` begins signing in.
    LinkProvider, Post "/api/factors/provider/link", SignedIn, Nothing => ProviderAddress
);
call!(
    /// Ends the link of the own account.
    UnlinkProvider, Post "/api/factors/provider/unlink", SignedIn, Nothing => Nothing
);
call!(
    /// Makes the first account of a fresh installation with the one-time setup token.
    SetUp, Post "/api/set-up", Public, FirstAccount => Nothing
);
call!(
    /// Says whom an invitation is for.
    ReadInvitation, Post "/api/invitation", Public, InvitationCode => Invitee
);
call!(
    /// Uses an invitation up: the account gets its password.
    AcceptInvitation, Post "/api/invitation/accept", Public, Invitation => Nothing
);
call!(
    /// Lists the accounts with their roles, for the administrator.
    ListAccounts, Get "/api/accounts", SignedIn, Nothing => Accounts
);
call!(
    /// Makes an account with its first role, and a code to print for whoever it is for.
    InviteAccount, Post "/api/accounts/invite", SignedIn, NewAccount => Invited
);
call!(
    /// Makes a new code for an account: its password is forgotten, its second factors if they are lost too, and all its
    /// sessions end.
    InviteAgain, Post "/api/accounts/invite-again", SignedIn, NewCode => Invited
);
call!(
    /// Gives an account one more role.
    GrantRole, Post "/api/accounts/grant", SignedIn, GrantTo => Nothing
);
call!(
    /// Ends a role from a day on; from today on it ends at once, with the sessions in that unit.
    EndRole, Post "/api/accounts/end-role", SignedIn, RoleEnd => Nothing
);
call!(
    /// Closes an account: its sessions end, and it signs in no more.
    CloseAccount, Post "/api/accounts/close", SignedIn, ThisAccount => Nothing
);
call!(
    /// Opens an account that was closed.
    OpenAccount, Post "/api/accounts/open", SignedIn, ThisAccount => Nothing
);
call!(
    /// Ends the link of somebody's account to the town's own sign-in service.
    UnlinkAccount, Post "/api/accounts/unlink", SignedIn, ThisAccount => Nothing
);
call!(
    /// Lists what was changed about accounts, latest first.
    ListAccountEvents, Get "/api/accounts/events", SignedIn, EventsWish => AccountEvents
);
