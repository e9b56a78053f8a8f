//! Who I am: the session with the server, or the person who unlocked this device without a network.

mod factor;
mod page;
pub(crate) mod provider;
mod set_up;
mod state;

pub(crate) use factor::{CodeField, said, typed};
pub use page::SignInPage;
pub use set_up::SetUpPage;
pub use state::{
    Next, SignIn, SignInFailure, SignInProvider, Standing, sign_with_passkey, use_signin,
};
