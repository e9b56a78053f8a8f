//! "One of these values" as a single parameter, however many there are: the statement keeps its text, is prepared once,
//! and costs the same for two ids as for two hundred. PostgreSQL takes an array, SQLite a list in JSON.
//!
//! For a query that each database runs by itself: see [`on_either`].

use diesel::expression::{
    AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate,
};
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::serialize::ToSql;
use diesel::sql_types::{Array, Bool, HasSqlType, SingleValue, Text};
use diesel::sqlite::Sqlite;
use serde::Serialize;

/// Runs the same query on whichever database the connection leads to, each with its own words for what differs.
macro_rules! on_either {
    ($conn:expr, $inner:ident => $run:expr) => {
        match $conn {
            $crate::db::Conn::Sqlite($inner) => $run,
            $crate::db::Conn::Postgres($inner) => $run,
        }
    };
}
pub(crate) use on_either;

/// Whether a column holds one of some values.
#[derive(Debug, Clone)]
pub struct OneOf<C, V> {
    column: C,
    values: Vec<V>,
    json: String,
}

/// The column holds one of these values.
pub fn one_of<C, V: Serialize>(column: C, values: Vec<V>) -> OneOf<C, V> {
    // Text and whole numbers always have a form in JSON; an empty list finds nothing.
    let json = serde_json::to_string(&values).unwrap_or_else(|_| "[]".to_owned());
    OneOf {
        column,
        values,
        json,
    }
}

// The values are no part of the statement.
impl<C: QueryId, V: 'static> QueryId for OneOf<C, V> {
    type QueryId = OneOf<C::QueryId, V>;

    const HAS_STATIC_QUERY_ID: bool = C::HAS_STATIC_QUERY_ID;
}

impl<C, V> Expression for OneOf<C, V> {
    type SqlType = Bool;
}

impl<C, V, T> AppearsOnTable<T> for OneOf<C, V> where C: AppearsOnTable<T> {}

impl<C, V, T> SelectableExpression<T> for OneOf<C, V> where C: SelectableExpression<T> {}

impl<C, V, G> ValidGrouping<G> for OneOf<C, V> {
    type IsAggregate = is_aggregate::No;
}

impl<C, V> QueryFragment<Pg> for OneOf<C, V>
where
    C: Expression + QueryFragment<Pg>,
    C::SqlType: SingleValue,
    Vec<V>: ToSql<Array<C::SqlType>, Pg>,
    Pg: HasSqlType<Array<C::SqlType>>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.column.walk_ast(out.reborrow())?;
        out.push_sql(" = ANY(");
        out.push_bind_param::<Array<C::SqlType>, _>(&self.values)?;
        out.push_sql(")");
        Ok(())
    }
}

impl<C, V> QueryFragment<Sqlite> for OneOf<C, V>
where
    C: QueryFragment<Sqlite>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        self.column.walk_ast(out.reborrow())?;
        out.push_sql(" IN (SELECT value FROM json_each(");
        out.push_bind_param::<Text, _>(&self.json)?;
        out.push_sql("))");
        Ok(())
    }
}
