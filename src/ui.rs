//! What a person sees and presses: the program as one value, its screens, what lies over them, and how they are drawn.

pub mod app;
pub mod effect;
pub mod inbox;
pub mod linear;
pub mod lookup;
pub mod message;
pub mod overlays;
pub mod palette;
pub mod picture;
pub mod ready;
pub mod screens;
pub mod shape;
pub mod widgets;
