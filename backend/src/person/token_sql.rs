//! The statements about search tokens that diesel's own words cannot say: over lists of numbers, each as one parameter, so
//! that a statement stays prepared however many tokens are meant. One text for both databases but for how a list is read.

use diesel::backend::Backend;
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{Array, BigInt, HasSqlType, Text};
use diesel::sqlite::{Sqlite, SqliteConnection};

/// Tokens as either database takes a list of them.
#[derive(Debug, Clone)]
pub(super) struct Numbers {
    array: Vec<i64>,
    json: String,
}

impl From<Vec<i64>> for Numbers {
    fn from(array: Vec<i64>) -> Self {
        let numbers: Vec<String> = array.iter().map(i64::to_string).collect();
        Self {
            json: format!("[{}]", numbers.join(",")),
            array,
        }
    }
}

/// A database that reads a list of numbers.
pub(super) trait ReadsNumbers: Backend + HasSqlType<Text> + HasSqlType<BigInt> {
    /// The numbers as the rows of a table `wanted` with the column `value`.
    fn rows<'b>(out: AstPass<'_, 'b, Self>, numbers: &'b Numbers) -> QueryResult<()>;

    /// That what stands before is one of the numbers.
    fn is_one_of<'b>(out: AstPass<'_, 'b, Self>, numbers: &'b Numbers) -> QueryResult<()>;
}

impl ReadsNumbers for Sqlite {
    fn rows<'b>(mut out: AstPass<'_, 'b, Self>, numbers: &'b Numbers) -> QueryResult<()> {
        out.push_sql("json_each(");
        out.push_bind_param::<Text, _>(&numbers.json)?;
        out.push_sql(") AS wanted");
        Ok(())
    }

    fn is_one_of<'b>(mut out: AstPass<'_, 'b, Self>, numbers: &'b Numbers) -> QueryResult<()> {
        out.push_sql(" IN (SELECT value FROM json_each(");
        out.push_bind_param::<Text, _>(&numbers.json)?;
        out.push_sql("))");
        Ok(())
    }
}

impl ReadsNumbers for Pg {
    fn rows<'b>(mut out: AstPass<'_, 'b, Self>, numbers: &'b Numbers) -> QueryResult<()> {
        out.push_sql("unnest(");
        out.push_bind_param::<Array<BigInt>, _>(&numbers.array)?;
        out.push_sql("::bigint[]) AS wanted(value)");
        Ok(())
    }

    fn is_one_of<'b>(mut out: AstPass<'_, 'b, Self>, numbers: &'b Numbers) -> QueryResult<()> {
        out.push_sql(" = ANY(");
        out.push_bind_param::<Array<BigInt>, _>(&numbers.array)?;
        out.push_sql(")");
        Ok(())
    }
}

/// Stores a person under tokens: they are about twenty-five.
#[derive(QueryId)]
pub(super) struct Insert {
    pub(super) municipality: String,
    pub(super) person: String,
    pub(super) tokens: Numbers,
}

impl<DB: ReadsNumbers> QueryFragment<DB> for Insert
where
    String: ToSql<Text, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("INSERT INTO person_token (municipality, token, person_id) SELECT ");
        out.push_bind_param::<Text, _>(&self.municipality)?;
        out.push_sql(", wanted.value, ");
        out.push_bind_param::<Text, _>(&self.person)?;
        out.push_sql(" FROM ");
        DB::rows(out, &self.tokens)
    }
}

/// How many carry each token, counted so far as it matters.
#[derive(QueryId)]
pub(super) struct Count {
    pub(super) municipality: String,
    pub(super) tokens: Numbers,
    /// So far it is counted.
    pub(super) most: i64,
}

impl Query for Count {
    /// The token and its carriers.
    type SqlType = (BigInt, BigInt);
}

impl<DB: ReadsNumbers> QueryFragment<DB> for Count
where
    String: ToSql<Text, DB>,
    i64: ToSql<BigInt, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(
            "SELECT wanted.value, (SELECT count(*) FROM (SELECT 1 FROM person_token WHERE municipality = ",
        );
        out.push_bind_param::<Text, _>(&self.municipality)?;
        out.push_sql(" AND token = wanted.value LIMIT ");
        out.push_bind_param::<BigInt, _>(&self.most)?;
        out.push_sql(") AS few) FROM ");
        DB::rows(out, &self.tokens)
    }
}

/// Who carries one of the first tokens, as many as are looked at, and one of each other list; in the order of the index.
/// Somebody with several of the first comes several times.
pub(super) struct Carriers {
    pub(super) municipality: String,
    pub(super) first: Numbers,
    /// So many rows of the first are looked at.
    pub(super) most: i64,
    pub(super) others: Vec<Numbers>,
}

// How many lists there are is part of the text: diesel keeps one statement for each text.
impl QueryId for Carriers {
    type QueryId = ();

    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Carriers {
    /// The person.
    type SqlType = Text;
}

impl<DB: ReadsNumbers> QueryFragment<DB> for Carriers
where
    String: ToSql<Text, DB>,
    i64: ToSql<BigInt, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(
            "SELECT lead.person_id FROM (SELECT person_id FROM person_token WHERE municipality = ",
        );
        out.push_bind_param::<Text, _>(&self.municipality)?;
        out.push_sql(" AND token");
        DB::is_one_of(out.reborrow(), &self.first)?;
        out.push_sql(" LIMIT ");
        out.push_bind_param::<BigInt, _>(&self.most)?;
        out.push_sql(") AS lead");
        let mut before = " WHERE ";
        for tokens in &self.others {
            out.push_sql(before);
            out.push_sql("EXISTS (SELECT 1 FROM person_token WHERE municipality = ");
            out.push_bind_param::<Text, _>(&self.municipality)?;
            out.push_sql(" AND person_id = lead.person_id AND token");
            DB::is_one_of(out.reborrow(), tokens)?;
            out.push_sql(")");
            before = " AND ";
        }
        Ok(())
    }
}

/// Who carries a token from one of these on, as many as a range is wide.
#[derive(QueryId)]
pub(super) struct InRanges {
    pub(super) municipality: String,
    /// Where the ranges begin.
    pub(super) starts: Numbers,
    /// How far they go beyond.
    pub(super) width: i64,
    pub(super) most: i64,
}

impl Query for InRanges {
    /// Where the range begins, and the person.
    type SqlType = (BigInt, Text);
}

impl<DB: ReadsNumbers> QueryFragment<DB> for InRanges
where
    String: ToSql<Text, DB>,
    i64: ToSql<BigInt, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT wanted.value, found.person_id FROM ");
        DB::rows(out.reborrow(), &self.starts)?;
        // The list leads: SQLite keeps the order of a cross join.
        out.push_sql(" CROSS JOIN person_token AS found WHERE found.municipality = ");
        out.push_bind_param::<Text, _>(&self.municipality)?;
        out.push_sql(" AND found.token BETWEEN wanted.value AND wanted.value + ");
        out.push_bind_param::<BigInt, _>(&self.width)?;
        out.push_sql(" LIMIT ");
        out.push_bind_param::<BigInt, _>(&self.most)?;
        Ok(())
    }
}

/// That both databases run them.
macro_rules! runs {
    ($($statement:ty),+) => {
        $(
            impl RunQueryDsl<SqliteConnection> for $statement {}
            impl RunQueryDsl<PgConnection> for $statement {}
        )+
    };
}
runs!(Insert, Count, Carriers, InRanges);
