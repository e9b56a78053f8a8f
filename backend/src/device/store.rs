//! Rows of devices.

use diesel::prelude::*;
use shared::kernel::{AccountId, Ags, DeviceId, Moment};
use shared::signin::accounts::AccountDevice;

use crate::db::{Conn, Failure, parse};

diesel::table! {
    signin_device (municipality, device_id) {
        municipality -> Text,
        device_id -> Text,
        account_id -> Text,
        label -> Text,
        public_key -> Binary,
        secret -> Binary,
        enrolled_at -> BigInt,
        revoked_at -> Nullable<BigInt>,
    }
}

/// An enrolled device.
#[derive(Debug, Clone)]
pub(super) struct Device {
    pub(super) account: AccountId,
    pub(super) public_key: Vec<u8>,
    /// Sealed.
    pub(super) secret: Vec<u8>,
    pub(super) is_lost: bool,
}

/// Finds a device, whoever has it.
pub(super) fn find(
    conn: &mut Conn,
    municipality: &Ags,
    device: DeviceId,
) -> Result<Option<Device>, Failure> {
    use signin_device as d;
    type Row = (String, Vec<u8>, Vec<u8>, Option<i64>);
    let found: Option<Row> = d::table
        .find((municipality.as_str(), device.to_string()))
        .select((d::account_id, d::public_key, d::secret, d::revoked_at))
        .first(conn)
        .optional()?;
    found
        .map(|(account, public_key, secret, revoked_at)| {
            Ok(Device {
                account: parse(&account, "signin_device.account_id")?,
                public_key,
                secret,
                is_lost: revoked_at.is_some(),
            })
        })
        .transpose()
}

/// Writes a device that was not there.
pub(super) fn insert(
    conn: &mut Conn,
    municipality: &Ags,
    device: DeviceId,
    label: &str,
    row: &Device,
    now: Moment,
) -> Result<(), Failure> {
    use signin_device as d;
    diesel::insert_into(d::table)
        .values((
            d::municipality.eq(municipality.as_str()),
            d::device_id.eq(device.to_string()),
            d::account_id.eq(row.account.to_string()),
            d::label.eq(label),
            d::public_key.eq(&row.public_key),
            d::secret.eq(&row.secret),
            d::enrolled_at.eq(now.millis()),
            d::revoked_at.eq(None::<i64>),
        ))
        .execute(conn)?;
    Ok(())
}

/// The sealed secrets of all devices, with which they are.
pub(super) fn list_secrets(conn: &mut Conn) -> Result<Vec<(Ags, DeviceId, Vec<u8>)>, Failure> {
    use signin_device as d;
    let rows: Vec<(String, String, Vec<u8>)> = d::table
        .order((d::municipality, d::device_id))
        .select((d::municipality, d::device_id, d::secret))
        .load(conn)?;
    rows.into_iter()
        .map(|(municipality, device, secret)| {
            Ok((
                parse(&municipality, "signin_device.municipality")?,
                parse(&device, "signin_device.device_id")?,
                secret,
            ))
        })
        .collect()
}

/// Writes the same secret as it is sealed now.
pub(super) fn update_secret(
    conn: &mut Conn,
    municipality: &Ags,
    device: DeviceId,
    secret: &[u8],
) -> Result<(), Failure> {
    use signin_device as d;
    diesel::update(d::table.find((municipality.as_str(), device.to_string())))
        .set(d::secret.eq(secret))
        .execute(conn)?;
    Ok(())
}

/// All devices with their owners, the one enrolled last first.
///
/// # Errors
/// If the database cannot answer.
pub fn list(
    conn: &mut Conn,
    municipality: &Ags,
) -> Result<Vec<(AccountId, AccountDevice)>, Failure> {
    use signin_device as d;
    type Row = (String, String, String, i64, Option<i64>);
    let rows: Vec<Row> = d::table
        .filter(d::municipality.eq(municipality.as_str()))
        .order((d::enrolled_at.desc(), d::device_id))
        .select((
            d::device_id,
            d::account_id,
            d::label,
            d::enrolled_at,
            d::revoked_at,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(device, account, label, enrolled_at, lost_at)| {
            let line = AccountDevice {
                device: parse(&device, "signin_device.device_id")?,
                label,
                enrolled_at: Moment::from_millis(enrolled_at),
                lost_at: lost_at.map(Moment::from_millis),
            };
            Ok((parse(&account, "signin_device.account_id")?, line))
        })
        .collect()
}

/// Notes that a device is lost and whose it was; none if there is no such device. The first moment stays.
///
/// # Errors
/// If the database cannot answer.
pub fn lose(
    conn: &mut Conn,
    municipality: &Ags,
    device: DeviceId,
    now: Moment,
) -> Result<Option<AccountId>, Failure> {
    use signin_device as d;
    diesel::update(d::table.find((municipality.as_str(), device.to_string())))
        .filter(d::revoked_at.is_null())
        .set(d::revoked_at.eq(Some(now.millis())))
        .execute(conn)?;
    Ok(find(conn, municipality, device)?.map(|device| device.account))
}
