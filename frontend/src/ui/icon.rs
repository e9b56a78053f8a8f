//! The pictures, drawn for this app, as lines of the colour of the text. They never stand alone: words say the same.

use yew::prelude::*;

/// A picture.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum IconName {
    /// A sun: today.
    #[default]
    Today,
    /// A folder: cases.
    Folder,
    /// A magnifying glass: search.
    Search,
    /// A calendar.
    Calendar,
    /// A speech bubble: to be settled.
    Talk,
    /// A person.
    Person,
    /// A cross: close.
    Close,
    /// A check mark.
    Check,
    /// An arrow upwards: on its way.
    Send,
    /// A broken connection.
    Offline,
    /// A mark in a triangle: needs somebody.
    Alert,
    /// A plus: new.
    Plus,
    /// An arrow to the right: open.
    Next,
    /// A door: reception.
    Desk,
    /// A stack: pool.
    Stack,
    /// A sheet: slip.
    Sheet,
    /// A tablet: device.
    Device,
    /// A question mark: help.
    Help,
    /// A pen: write.
    Pen,
    /// A telephone.
    Telephone,
    /// An envelope: a message.
    Letter,
    /// A lock: protected.
    Lock,
    /// A printer.
    Printer,
}

impl IconName {
    const fn path(self) -> &'static str {
        match self {
            Self::Letter => "M3.5 6h17v12h-17zM3.5 6.5l8.5 6.5l8.5-6.5",
            Self::Today => {
                "M12 8a4 4 0 1 0 0 8a4 4 0 0 0 0-8M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4"
            }
            Self::Folder => "M3 5.5h6l2 2.5h10v11H3z",
            Self::Search => "M10.5 4.5a6 6 0 1 0 0 12a6 6 0 0 0 0-12M15 15l5.5 5.5",
            Self::Calendar => "M4 6h16v14H4zM4 10.5h16M8.5 3.5V8M15.5 3.5V8",
            Self::Talk => "M4 5h16v11.5H9.5L5.5 20v-3.5H4z",
            Self::Person => {
                "M12 4a4 4 0 1 0 0 8a4 4 0 0 0 0-8M4.5 20.5c.8-3.8 3.7-5.5 7.5-5.5s6.7 1.7 7.5 5.5"
            }
            Self::Close => "M5.5 5.5l13 13M18.5 5.5l-13 13",
            Self::Check => "M4.5 12.5l5 5l10-11",
            Self::Send => "M12 20V5M6 10.5L12 4.5l6 6",
            Self::Offline => {
                "M4 4l16 16M9 14.5a4.5 4.5 0 0 1 6 0M5.5 11a9.5 9.5 0 0 1 4-2.3M14.5 8.7a9.5 9.5 0 0 1 4 2.3M12 18.5v.01"
            }
            Self::Alert => "M12 4L2.8 20h18.4zM12 10v4.5M12 17.2v.01",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Next => "M9 5l7 7l-7 7",
            Self::Desk => "M3 12h18M5 12v8M19 12v8M12 4.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 0 0 0-5",
            Self::Stack => "M12 4l9 4.5l-9 4.5l-9-4.5zM3 13l9 4.5l9-4.5",
            Self::Sheet => "M6 3.5h8.5L18.5 8v12.5H6zM9 12h6.5M9 16h6.5",
            Self::Device => "M6 3h12v18H6zM11 18h2",
            Self::Help => {
                "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17M9.5 9.5c.2-1.5 1.2-2.3 2.5-2.3c1.5 0 2.5.9 2.5 2.2c0 1.9-2.5 2-2.5 4.1M12 16.7v.01"
            }
            Self::Pen => "M4 20l1-4.5L16.5 4l3.5 3.5L8.5 19zM14 6.5L17.5 10",
            Self::Telephone => {
                "M5 4h4l1.5 4.5L8 10.5c1 2.5 3 4.5 5.5 5.5l2-2.5L20 15v4c0 .6-.4 1-1 1C11 20 4 13 4 5c0-.6.4-1 1-1z"
            }
            Self::Lock => "M5.5 11h13v9.5h-13zM8 11V8a4 4 0 0 1 8 0v3",
            Self::Printer => "M7 8V3.5h10V8M7 17H4V8h16v9h-3M7 14h10v6.5H7z",
        }
    }
}

/// Properties of [`Icon`].
#[derive(Debug, PartialEq, Properties)]
pub struct IconProps {
    /// The picture.
    pub name: IconName,
}

/// A picture beside words.
#[function_component]
pub fn Icon(props: &IconProps) -> Html {
    html! {
        <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
            <path d={props.name.path()} fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" />
        </svg>
    }
}
