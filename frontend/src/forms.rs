//! How the fields of a form say what changed: as a small change of the form's value, which is applied to what the form
//! holds at that moment. Two changes in one breath never undo each other.

pub mod fields;

use std::fmt;
use std::rc::Rc;

use yew::Callback;

/// A change of a form's value.
pub struct Change<T>(Rc<dyn Fn(&mut T)>);

impl<T> Change<T> {
    /// A change that does this.
    pub fn new(change: impl Fn(&mut T) + 'static) -> Self {
        Self(Rc::new(change))
    }

    /// Does it.
    pub fn apply(&self, form: &mut T) {
        (self.0)(form);
    }
}

impl<T> Clone for Change<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> fmt::Debug for Change<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Change")
    }
}

/// How a form takes the new value of one of its fields. A field is always taken by the same function, so two of them are
/// compared by address, and a field whose value stays need not be drawn again.
pub struct Take<T, V>(fn(&mut T, V));

impl<T, V> Take<T, V> {
    /// By this function.
    #[must_use]
    pub const fn by(take: fn(&mut T, V)) -> Self {
        Self(take)
    }
}

impl<T, V> Clone for Take<T, V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, V> Copy for Take<T, V> {}

impl<T, V> PartialEq for Take<T, V> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::fn_addr_eq(self.0, other.0)
    }
}

impl<T, V> fmt::Debug for Take<T, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Take")
    }
}

/// Takes changes of a form's value.
pub type OnChange<T> = Callback<Change<T>>;

/// What a field calls with its new value, given how the form takes it.
#[must_use]
pub fn set<T: 'static, V: Clone + 'static>(
    on_change: &OnChange<T>,
    take: impl Fn(&mut T, V) + 'static,
) -> Callback<V> {
    let (on_change, take) = (on_change.clone(), Rc::new(take));
    Callback::from(move |value: V| {
        let take = Rc::clone(&take);
        on_change.emit(Change::new(move |form| take(form, value.clone())));
    })
}

/// The same for the value of a part of the form.
#[must_use]
pub fn part<T: 'static, P: 'static>(
    on_change: &OnChange<T>,
    find: impl Fn(&mut T) -> &mut P + 'static,
) -> OnChange<P> {
    let (on_change, find) = (on_change.clone(), Rc::new(find));
    Callback::from(move |change: Change<P>| {
        let find = Rc::clone(&find);
        on_change.emit(Change::new(move |form| change.apply(find(form))));
    })
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[test]
    fn two_changes_in_one_breath_both_hold() {
        let form = Rc::new(RefCell::new((String::new(), 0)));
        let kept = Rc::clone(&form);
        let on_change: OnChange<(String, i32)> =
            Callback::from(move |change: Change<(String, i32)>| {
                change.apply(&mut kept.borrow_mut())
            });
        let name = set(&on_change, |form: &mut (String, i32), name: String| {
            form.0 = name
        });
        let number = set(
            &part(&on_change, |form| &mut form.1),
            |form, number: i32| *form = number,
        );
        name.emit("a".into());
        number.emit(3);
        assert_eq!(*form.borrow(), ("a".to_owned(), 3));
    }
}
