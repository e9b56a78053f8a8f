//! The tables of signing in, as both databases have them.

#![expect(
    missing_docs,
    reason = "the macro makes one undocumented type per column; what a column means stands with its migration"
)]

diesel::table! {
    signin_account (municipality, account_id) {
        municipality -> Text,
        account_id -> Text,
        login -> Text,
        name -> Text,
        unit -> Text,
        post -> Nullable<Text>,
        roles -> Text,
        password -> Text,
        made_at -> BigInt,
        disabled_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    signin_session (municipality, token) {
        municipality -> Text,
        token -> Text,
        account_id -> Text,
        began_at -> BigInt,
        seen_at -> BigInt,
    }
}

diesel::table! {
    signin_known_browser (municipality, token) {
        municipality -> Text,
        token -> Text,
        account_id -> Text,
        used_at -> BigInt,
    }
}

diesel::table! {
    signin_limit (municipality, bucket) {
        municipality -> Text,
        bucket -> Text,
        tries -> BigInt,
        since -> BigInt,
        next_at -> BigInt,
    }
}

diesel::table! {
    signin_set_up (municipality, token) {
        municipality -> Text,
        token -> Text,
        unit -> Text,
        expires_at -> BigInt,
        used_at -> Nullable<BigInt>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(signin_account, signin_session, signin_known_browser);
