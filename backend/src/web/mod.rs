//! What stands between the features and HTTP: the outermost layer of every answer, calls and their registration, the
//! signed-in actor, problems as answers, the app's files, health. The only place that knows status codes.

pub mod app_files;
pub mod edge;
pub mod health;
