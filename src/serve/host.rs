//! Whether a request was meant for this server. A page of another site can make a browser ask it under a name of its
//! own that leads here (DNS rebinding): such a name is in the `Host` header, and gets no answer.

use std::net::{IpAddr, SocketAddr};

/// The names of this server.
#[derive(Debug, Clone)]
pub(super) struct Hosts {
    address: SocketAddr,
}

impl Hosts {
    pub(super) fn new(address: SocketAddr) -> Self {
        Self { address }
    }

    /// Whether a `Host` header names this server: `localhost`, or an address in numbers, which nobody can make lead
    /// somewhere else. Where only this machine may ask, it must be one of its own.
    pub(super) fn knows(&self, host: Option<&str>) -> bool {
        let Some((name, port)) = host.and_then(split) else { return false };
        if port != self.address.port() {
            return false;
        }
        if name.eq_ignore_ascii_case("localhost") {
            return true;
        }
        let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
        let Ok(ip) = bare.parse::<IpAddr>() else { return false };
        ip == self.address.ip() || ip.is_loopback() || !self.address.ip().is_loopback()
    }
}

/// Name and port; without a port, that of HTTP.
fn split(host: &str) -> Option<(&str, u16)> {
    match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => Some((name, port.parse().ok()?)),
        _ => Some((host, 80)),
    }
}

#[cfg(test)]
mod tests {
    use super::Hosts;

    #[test]
    fn only_names_of_this_machine_are_known() {
        let hosts = Hosts::new("127.0.0.1:3000".parse().expect("an address"));
        for own in ["localhost:3000", "LOCALHOST:3000", "127.0.0.1:3000", "[::1]:3000"] {
            assert!(hosts.knows(Some(own)), "{own}");
        }
        for other in ["evil.example:3000", "localhost", "localhost:3001", "192.168.0.7:3000", "localhost.evil:3000", ""]
        {
            assert!(!hosts.knows(Some(other)), "{other}");
        }
        assert!(!hosts.knows(None));
        let open = Hosts::new("0.0.0.0:80".parse().expect("an address"));
        assert!(open.knows(Some("192.168.0.7")) && !open.knows(Some("evil.example")));
    }
}
