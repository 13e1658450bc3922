mod nameservers;
mod register;
mod renew;
mod transfer;
mod wanted;

pub(super) use nameservers::plain as plain_nameservers;
pub(super) use register::register;
pub(super) use renew::renew;
pub(super) use transfer::transfer;
