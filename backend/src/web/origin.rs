//! Whether a write comes from a page of ours (no cross-site form, image or fetch changes anything), and from which
//! address a request came.

use std::net::{IpAddr, Ipv4Addr};

use actix_web::HttpRequest;
use actix_web::http::header::{CONTENT_TYPE, HOST, HeaderName, ORIGIN};
use actix_web::http::uri::Authority;

use super::refuse::Refused;
use crate::config::Config;

/// The header that only our own page sends: another site's page would have to ask first, and is never answered.
pub const OWN_HEADER: HeaderName = HeaderName::from_static("x-lueckenlos");
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Demands JSON, our own header and, where the browser says where the page is from, our own origin.
///
/// # Errors
/// If one of them is missing.
pub fn from_own_page(request: &HttpRequest, config: &Config) -> Result<(), Refused> {
    let header = |name: &HeaderName| {
        request
            .headers()
            .get(name)
            .map(|value| value.to_str().unwrap_or("unreadable"))
    };
    let is_json = header(&CONTENT_TYPE).is_some_and(|kind| {
        let kind = kind.split(';').next().unwrap_or_default().trim();
        kind.eq_ignore_ascii_case("application/json")
    });
    let has_own_header = header(&OWN_HEADER) == Some("1");
    let is_same_site = header(&FETCH_SITE).is_none_or(|site| site == "same-origin");
    let is_own_origin = header(&ORIGIN).is_none_or(|origin| {
        page_origin(request, config).is_some_and(|own| own.eq_ignore_ascii_case(origin))
    });
    if is_json && has_own_header && is_same_site && is_own_origin {
        Ok(())
    } else {
        Err(Refused::foreign_page())
    }
}

/// Where our own page comes from, as the one who asks sees it: `https://kim.example.org`.
#[must_use]
pub fn page_origin(request: &HttpRequest, config: &Config) -> Option<String> {
    if let Some(own) = &config.public_origin {
        return Some(own.as_str().to_owned());
    }
    let scheme = if config.tls.is_some() {
        "https"
    } else {
        "http"
    };
    let host = request.headers().get(HOST)?.to_str().ok()?;
    Some(format!("{scheme}://{host}"))
}

/// Whether the host that a request asks for, if it names one, can be one: a name or an address, with a port or without.
#[must_use]
pub fn names_a_host(request: &HttpRequest) -> bool {
    request.headers().get(HOST).is_none_or(|host| {
        host.to_str()
            .ok()
            .filter(|host| !host.contains('@'))
            .is_some_and(|host| host.parse::<Authority>().is_ok())
    })
}

/// The address the request came from: the peer, or what a proxy says that the settings trust; nobody else is believed.
#[must_use]
pub fn sender(request: &HttpRequest, config: &Config) -> IpAddr {
    let peer = request
        .peer_addr()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip())
        .to_canonical();
    if !config.trusted_proxies.contains(&peer) {
        return peer;
    }
    // From the right: the last one that no trusted proxy wrote down about another trusted proxy.
    request
        .headers()
        .get_all(FORWARDED_FOR)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|address| address.trim().parse::<IpAddr>().ok())
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .map_while(|address| address.map(|address| address.to_canonical()))
        .find(|address| !config.trusted_proxies.contains(address))
        .unwrap_or(peer)
}

/// The network an address belongs to, as far as one person can move in it: /24 or /56.
#[must_use]
pub fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            format!("{a}.{b}.{c}")
        }
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{:x}", d & 0xff00)
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn config(change: impl FnOnce(&mut Config)) -> Config {
        let mut config = Config::local("sqlite://test.sqlite").unwrap();
        change(&mut config);
        config
    }

    fn forwarded(peer: &str, said: &str, proxies: &[&str]) -> String {
        let config = config(|config| {
            config.trusted_proxies = proxies.iter().map(|one| one.parse().unwrap()).collect();
        });
        let request = TestRequest::default()
            .peer_addr(format!("{peer}:1234").parse().unwrap())
            .insert_header(("X-Forwarded-For", said))
            .to_http_request();
        sender(&request, &config).to_string()
    }

    #[test]
    fn only_a_trusted_proxy_is_believed_about_the_sender() {
        assert_eq!(forwarded("203.0.113.9", "198.51.100.1", &[]), "203.0.113.9");
        assert_eq!(
            forwarded("203.0.113.9", "198.51.100.1", &["10.0.0.1"]),
            "203.0.113.9"
        );
        assert_eq!(
            forwarded("10.0.0.1", "198.51.100.1", &["10.0.0.1"]),
            "198.51.100.1"
        );
        // What the sender itself put in front counts for nothing.
        assert_eq!(
            forwarded(
                "10.0.0.1",
                "1.2.3.4, 198.51.100.1, 10.0.0.2",
                &["10.0.0.1", "10.0.0.2"]
            ),
            "198.51.100.1"
        );
        assert_eq!(forwarded("10.0.0.1", "nonsense", &["10.0.0.1"]), "10.0.0.1");
        assert_eq!(
            forwarded("10.0.0.1", "1.2.3.4, nonsense", &["10.0.0.1"]),
            "10.0.0.1"
        );
    }

    #[test]
    fn each_missing_sign_of_an_own_page_is_refused() {
        let own = [
            ("content-type", "application/json"),
            ("x-lueckenlos", "1"),
            ("origin", "http://localhost:8080"),
            ("host", "localhost:8080"),
            ("sec-fetch-site", "same-origin"),
        ];
        let plain = config(|_| {});
        let asked = |headers: &[(&'static str, &'static str)]| {
            headers
                .iter()
                .fold(TestRequest::post(), |request, header| {
                    request.insert_header(*header)
                })
                .to_http_request()
        };
        let with = |name: &str, value: &'static str| {
            let mut headers = own;
            for header in &mut headers {
                if header.0 == name {
                    header.1 = value;
                }
            }
            from_own_page(&asked(&headers), &plain).is_ok()
        };
        assert!(from_own_page(&asked(&own), &plain).is_ok());
        assert!(
            from_own_page(&asked(&own[..2]), &plain).is_ok(),
            "a program, not a browser"
        );
        assert!(with("content-type", "application/json; charset=utf-8"));
        for (name, value) in [
            ("content-type", "text/plain"),
            ("content-type", "application/x-www-form-urlencoded"),
            ("x-lueckenlos", "0"),
            ("origin", "http://localhost:9090"),
            ("origin", "https://localhost:8080"),
            ("origin", "null"),
            ("origin", ""),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("sec-fetch-site", "none"),
        ] {
            assert!(!with(name, value), "{name}: {value}");
        }
        for left_out in 0..2 {
            let mut headers = own.to_vec();
            headers.remove(left_out);
            assert!(from_own_page(&asked(&headers), &plain).is_err());
        }
    }

    #[test]
    fn a_host_is_a_name_or_an_address() {
        let asked = |host: &str| {
            let request = TestRequest::default().insert_header((HOST, host));
            names_a_host(&request.to_http_request())
        };
        for host in [
            "kim.example.org",
            "localhost:8080",
            "[::1]:8080",
            "192.0.2.1",
        ] {
            assert!(asked(host), "{host}");
        }
        for host in ["", "a b", "a/b", "kim@example.org", "a:b:c"] {
            assert!(!asked(host), "{host}");
        }
    }

    #[test]
    fn a_network_is_what_one_person_can_move_in() {
        let of = |text: &str| network(text.parse().unwrap());
        assert_eq!(of("192.0.2.1"), of("192.0.2.200"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.200"));
        assert_ne!(of("192.0.2.1"), of("192.0.3.1"));
        assert_eq!(of("2001:db8:1:1200::1"), of("2001:db8:1:12ff:ffff::2"));
        assert_ne!(of("2001:db8:1:1200::1"), of("2001:db8:1:1300::1"));
    }
}
