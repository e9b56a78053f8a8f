//! How a function becomes the only way into a part of the app that comes in a file of its own.
//!
//! The file is cut off by a step after the compiler's; until then the program asks for imports that no browser knows.
//! Tests of components run what the compiler made: with the feature `whole` the same functions are called as they stand.

/// Makes of a function without `await` one that first loads its part, and beside it one that only loads. Both fail with a
/// [`SplitLoaderError`](wasm_split_helpers::SplitLoaderError), or what is made of it, while the file cannot be had.
macro_rules! way_into {
    ($part:ident, $load:ident: fn $name:ident($($argument:ident: $of:ty),*) -> Result<$value:ty, $failure:ty> { $($body:tt)* }) => {
        #[cfg(not(feature = "whole"))]
        #[wasm_split_helpers::wasm_split($part, fallible, preload($load))]
        fn $name($($argument: $of),*) -> Result<$value, $failure> { $($body)* }

        #[cfg(feature = "whole")]
        async fn $name($($argument: $of),*) -> Result<$value, $failure> {
            $load().await?;
            $($body)*
        }

        #[cfg(feature = "whole")]
        async fn $load() -> Result<(), wasm_split_helpers::SplitLoaderError> {
            Ok(())
        }
    };
}

pub(crate) use way_into;
