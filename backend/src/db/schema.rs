//! The tables, as both databases have them. Every key begins with the municipality; ids and days are text, moments
//! milliseconds. Tables of sign-in and of the read log stand with their features.

#![expect(
    missing_docs,
    reason = "the macro makes one undocumented type per column; what a column means stands with its migration"
)]

diesel::table! {
    setting (municipality, name) {
        municipality -> Text,
        name -> Text,
        value -> Text,
    }
}

diesel::table! {
    subject_key (municipality, subject) {
        municipality -> Text,
        subject -> Text,
        wrapped -> Nullable<Binary>,
        kek -> Text,
        made_at -> BigInt,
        erased_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    log_counter (municipality) {
        municipality -> Text,
        last -> BigInt,
    }
}

diesel::table! {
    log_entry (municipality, sequence) {
        municipality -> Text,
        sequence -> BigInt,
        envelope_id -> Text,
        subject -> Text,
        author -> Text,
        device -> Text,
        format -> Integer,
        authored_at -> BigInt,
        received_at -> BigInt,
        outcome_kind -> Text,
        content -> Nullable<Binary>,
        content_mac -> Binary,
        chain_previous -> Binary,
        chain_mac -> Binary,
    }
}

diesel::table! {
    held_envelope (municipality, envelope_id) {
        municipality -> Text,
        envelope_id -> Text,
        subject -> Text,
        case_id -> Nullable<Text>,
        author -> Text,
        held_at -> BigInt,
        content -> Binary,
        person_id -> Nullable<Text>,
        author_unit -> Nullable<Text>,
        settled_at -> Nullable<BigInt>,
        settlement -> Nullable<Binary>,
    }
}

diesel::table! {
    person (municipality, person_id) {
        municipality -> Text,
        person_id -> Text,
        recorded_by_unit -> Text,
        recorded_by_account -> Text,
        recorded_at -> BigInt,
        is_found_at_desk -> Bool,
        is_protected -> Bool,
        district -> Nullable<Text>,
        draft -> Binary,
        search_version -> Integer,
    }
}

diesel::table! {
    person_conflict (municipality, person_id, field, envelope_id) {
        municipality -> Text,
        person_id -> Text,
        field -> Text,
        envelope_id -> Text,
        content -> Binary,
        settled_at -> Nullable<BigInt>,
        settlement -> Nullable<Binary>,
    }
}

diesel::table! {
    person_link (municipality, link_id) {
        municipality -> Text,
        link_id -> Text,
        person_id -> Text,
        other_id -> Text,
        linked_at -> BigInt,
        unlinked_at -> Nullable<BigInt>,
        reason -> Binary,
    }
}

diesel::table! {
    person_double (municipality, one_id, other_id) {
        municipality -> Text,
        one_id -> Text,
        other_id -> Text,
        verdict -> Text,
        found_at -> BigInt,
        apart_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    attachment (municipality, person_id, attachment_id) {
        municipality -> Text,
        person_id -> Text,
        attachment_id -> Text,
        taken_at -> BigInt,
        content -> Binary,
    }
}

diesel::table! {
    consent (municipality, consent_id) {
        municipality -> Text,
        consent_id -> Text,
        person_id -> Text,
        kind -> Text,
        answer -> Text,
        answered_on -> Text,
        content -> Binary,
        receiver_unit -> Nullable<Text>,
        valid_until -> Nullable<Text>,
        place -> BigInt,
    }
}

diesel::table! {
    case_counter (municipality, year) {
        municipality -> Text,
        year -> Integer,
        last -> Integer,
    }
}

diesel::table! {
    integration_case (municipality, case_id) {
        municipality -> Text,
        case_id -> Text,
        number -> Text,
        person_id -> Text,
        unit -> Nullable<Text>,
        post -> Nullable<Text>,
        district -> Nullable<Text>,
        state -> Text,
        opened_on -> Text,
        assigned_at -> Nullable<BigInt>,
        seen_at -> Nullable<BigInt>,
        next_on -> Nullable<Text>,
        next_date -> Nullable<Binary>,
        check_by -> Nullable<Text>,
    }
}

diesel::table! {
    worklist (municipality, post) {
        municipality -> Text,
        post -> Text,
        state -> Text,
    }
}

diesel::table! {
    case_post (municipality, case_id, post, since) {
        municipality -> Text,
        case_id -> Text,
        post -> Text,
        since -> BigInt,
        until -> Nullable<BigInt>,
        reason -> Nullable<Binary>,
    }
}

diesel::table! {
    case_district (municipality, case_id, since) {
        municipality -> Text,
        case_id -> Text,
        since -> Text,
        district -> Nullable<Text>,
        kept_at -> Nullable<BigInt>,
        kept -> Nullable<Binary>,
    }
}

diesel::table! {
    contact_message (municipality, message_id) {
        municipality -> Text,
        message_id -> Text,
        received_at -> BigInt,
        answered_at -> Nullable<BigInt>,
        draft -> Binary,
        answer -> Nullable<Binary>,
    }
}

diesel::table! {
    appointment (municipality, appointment_id) {
        municipality -> Text,
        appointment_id -> Text,
        case_id -> Text,
        person_id -> Text,
        starts_at -> BigInt,
        contact -> Text,
        ended -> Nullable<Text>,
        draft -> Binary,
    }
}

diesel::table! {
    note (municipality, note_id) {
        municipality -> Text,
        note_id -> Text,
        case_id -> Text,
        person_id -> Text,
        author -> Text,
        authored_at -> BigInt,
        occurred_on -> Text,
        contact -> Text,
        is_confidential -> Bool,
        content -> Binary,
    }
}

diesel::table! {
    organisation (municipality) {
        municipality -> Text,
        loaded_at -> BigInt,
        content -> Text,
    }
}

diesel::table! {
    intake (municipality, intake_id) {
        municipality -> Text,
        intake_id -> Text,
        person_id -> Text,
        unit -> Text,
        started_at -> BigInt,
        started_on -> Text,
        state -> Text,
        result -> Nullable<Text>,
        rule_version -> Nullable<Text>,
        draft -> Binary,
        standing -> Binary,
        moved_on -> Nullable<Text>,
    }
}

diesel::table! {
    lane_fact (municipality, fact_id) {
        municipality -> Text,
        fact_id -> Text,
        person_id -> Text,
        recorded_at -> BigInt,
        lane -> Text,
        ends_on -> Nullable<Text>,
        content -> Binary,
    }
}

diesel::table! {
    slip (municipality, slip_id) {
        municipality -> Text,
        slip_id -> Text,
        unit -> Text,
        author -> Text,
        authored_at -> BigInt,
        authored_on -> Text,
        channel -> Text,
        urgency -> Text,
        outcome -> Text,
        office -> Nullable<Text>,
        language -> Nullable<Text>,
        person_id -> Nullable<Text>,
        draft -> Binary,
    }
}

diesel::table! {
    slip_field (municipality, slip_id, field_of_action) {
        municipality -> Text,
        slip_id -> Text,
        field_of_action -> Text,
    }
}

diesel::table! {
    person_token (municipality, token, person_id) {
        municipality -> Text,
        token -> BigInt,
        person_id -> Text,
    }
}

diesel::table! {
    emergency_access (municipality, emergency_id) {
        municipality -> Text,
        emergency_id -> Text,
        person_id -> Text,
        case_id -> Text,
        account_id -> Text,
        unit -> Text,
        kind -> Text,
        opened_at -> BigInt,
        ends_at -> BigInt,
        verdict -> Nullable<Text>,
        answered_at -> Nullable<BigInt>,
        content -> Binary,
        answer -> Nullable<Binary>,
        asked_until -> Nullable<BigInt>,
    }
}

diesel::table! {
    disclosure (municipality, disclosure_id) {
        municipality -> Text,
        disclosure_id -> Text,
        person_id -> Text,
        case_id -> Text,
        disclosed_at -> BigInt,
        revoked_on -> Nullable<Text>,
        ended_at -> Nullable<BigInt>,
        content -> Binary,
        ending -> Nullable<Binary>,
    }
}

diesel::table! {
    erasure_request (municipality, erasure_id) {
        municipality -> Text,
        erasure_id -> Text,
        person_id -> Text,
        unit -> Text,
        asked_by -> Text,
        asked_at -> BigInt,
        reason -> Text,
        state -> Text,
        settled_at -> Nullable<BigInt>,
        content -> Binary,
        settlement -> Nullable<Binary>,
    }
}

diesel::table! {
    inquiry (municipality, inquiry_id) {
        municipality -> Text,
        inquiry_id -> Text,
        account_id -> Text,
        unit -> Text,
        sent_at -> BigInt,
        due_on -> Text,
        content -> Binary,
    }
}

diesel::table! {
    inquiry_person (municipality, inquiry_id, person_id) {
        municipality -> Text,
        inquiry_id -> Text,
        person_id -> Text,
        answer -> Nullable<Text>,
        answered_at -> Nullable<BigInt>,
        content -> Nullable<Binary>,
    }
}

diesel::table! {
    erasure (municipality, erasure_id) {
        municipality -> Text,
        erasure_id -> Text,
        person_id -> Text,
        case_id -> Nullable<Text>,
        unit -> Text,
        asked_by -> Text,
        asked_at -> BigInt,
        reason -> Text,
        confirmed_by -> Text,
        slips -> Text,
        inquiries -> Text,
        erased_at -> BigInt,
    }
}

diesel::table! {
    report (municipality, quarter) {
        municipality -> Text,
        quarter -> Text,
        content -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    setting,
    subject_key,
    log_counter,
    log_entry,
    held_envelope,
    person,
    person_conflict,
    person_link,
    person_double,
    attachment,
    consent,
    case_counter,
    integration_case,
    case_post,
    case_district,
    contact_message,
    appointment,
    note,
    organisation,
    intake,
    lane_fact,
    slip,
    slip_field,
    person_token,
    emergency_access,
    disclosure,
    inquiry,
    inquiry_person,
    erasure_request,
    erasure,
    report,
);
diesel::allow_columns_to_appear_in_same_group_by_clause!(
    integration_case::opened_on,
    integration_case::unit,
    integration_case::state,
    case_district::district,
);
