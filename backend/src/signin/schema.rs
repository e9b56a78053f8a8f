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
        last_unit -> Text,
        password -> Text,
        made_at -> BigInt,
        disabled_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    signin_session (municipality, token) {
        municipality -> Text,
        token -> Text,
        session_id -> Text,
        account_id -> Text,
        unit -> Text,
        standing -> Text,
        browser -> Text,
        began_at -> BigInt,
        seen_at -> BigInt,
        confirmed_at -> BigInt,
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

diesel::table! {
    signin_role (municipality, grant_id) {
        municipality -> Text,
        grant_id -> Text,
        account_id -> Text,
        role -> Text,
        unit -> Text,
        post -> Nullable<Text>,
        valid_from -> Text,
        valid_until -> Nullable<Text>,
    }
}

diesel::table! {
    signin_invitation (municipality, account_id) {
        municipality -> Text,
        account_id -> Text,
        code -> Text,
        until -> BigInt,
    }
}

diesel::table! {
    signin_totp (municipality, account_id) {
        municipality -> Text,
        account_id -> Text,
        secret -> Binary,
        counts_since -> Nullable<BigInt>,
        last_step -> BigInt,
    }
}

diesel::table! {
    signin_recovery (municipality, account_id, code) {
        municipality -> Text,
        account_id -> Text,
        code -> Text,
    }
}

diesel::table! {
    signin_passkey (municipality, passkey_id) {
        municipality -> Text,
        passkey_id -> Text,
        account_id -> Text,
        label -> Text,
        credential -> Text,
        made_at -> BigInt,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    signin_challenge (municipality, session_id) {
        municipality -> Text,
        session_id -> Text,
        state -> Binary,
        until -> BigInt,
    }
}

diesel::table! {
    signin_provider_link (municipality, account_id) {
        municipality -> Text,
        account_id -> Text,
        issuer -> Text,
        subject -> Text,
        linked_at -> BigInt,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    signin_provider_attempt (municipality, token) {
        municipality -> Text,
        token -> Text,
        account_id -> Nullable<Text>,
        session_id -> Nullable<Text>,
        replaces -> Nullable<Text>,
        began_at -> BigInt,
    }
}

diesel::table! {
    signin_event (municipality, number) {
        municipality -> Text,
        number -> BigInt,
        at -> BigInt,
        by_account -> Text,
        account_id -> Text,
        event -> Text,
        mac -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    signin_account,
    signin_session,
    signin_known_browser,
    signin_role,
    signin_invitation
);
