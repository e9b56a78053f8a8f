//! Calls of signing in.

use super::{Credentials, FirstAccount, Session};
use crate::call;
use crate::calls::Nothing;

call!(
    /// Signs in; sets the session cookie. A wrong name and a wrong password answer alike.
    SignIn, Post "/api/session/sign-in", Public, Credentials => Session
);
call!(
    /// Ends the session on the server.
    SignOut, Post "/api/session/sign-out", SignedIn, Nothing => Nothing
);
call!(
    /// Says who is signed in.
    WhoAmI, Get "/api/session", SignedIn, Nothing => Session
);
call!(
    /// Makes the first account of a fresh installation with the one-time setup token.
    SetUp, Post "/api/set-up", Public, FirstAccount => Nothing
);
