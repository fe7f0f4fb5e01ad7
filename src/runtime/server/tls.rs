//! Encryption as the URL asks for it, with the words and meanings of `PostgreSQL`'s own programs.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use rustls_platform_verifier::ConfigVerifierExt as _;
use tokio_postgres::config::SslMode;
use tokio_postgres_rustls::MakeRustlsConnect;

/// What `sslmode` and `sslrootcert` ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct TlsWish {
    pub check: CertificateCheck,
    /// A file with the certificates that are trusted, instead of the system's.
    pub roots: Option<PathBuf>,
}

/// `sslmode`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum CertificateCheck {
    Disable,
    /// Encrypted where the server can; the certificate is not looked at.
    #[default]
    Prefer,
    /// Encrypted; the certificate is not looked at, unless `sslrootcert` is given.
    Require,
    /// Encrypted, by a certificate that is trusted.
    VerifyCa,
    /// The same, and it is that of the host.
    VerifyFull,
}

impl CertificateCheck {
    pub fn of(word: &str) -> Result<CertificateCheck, String> {
        Ok(match word {
            "disable" => CertificateCheck::Disable,
            "allow" | "prefer" => CertificateCheck::Prefer,
            "require" => CertificateCheck::Require,
            "verify-ca" => CertificateCheck::VerifyCa,
            "verify-full" => CertificateCheck::VerifyFull,
            other => {
                let other = crate::text::safe(other);
                return Err(format!(
                    "`sslmode` is `{other}`; expected `disable`, `prefer`, `require`, `verify-ca` or `verify-full`"
                ));
            }
        })
    }

    pub fn mode(self) -> SslMode {
        match self {
            CertificateCheck::Disable => SslMode::Disable,
            CertificateCheck::Prefer => SslMode::Prefer,
            _ => SslMode::Require,
        }
    }
}

impl TlsWish {
    /// What makes the connection.
    ///
    /// # Errors
    /// If the certificates cannot be read: one line.
    pub fn connector(&self) -> Result<MakeRustlsConnect, String> {
        let provider = Arc::new(ring::default_provider());
        let builder = || {
            let builder =
                ClientConfig::builder_with_provider(Arc::clone(&provider)).with_safe_default_protocol_versions();
            builder.map_err(|error| format!("cannot encrypt: {error}"))
        };
        let check = match self.check {
            CertificateCheck::Require if self.roots.is_some() => CertificateCheck::VerifyCa,
            check => check,
        };
        let names = check != CertificateCheck::VerifyCa;
        let config = match (check, &self.roots) {
            (CertificateCheck::VerifyFull, None) => {
                // The same certificates as for feeds; the provider has to be named process-wide for that.
                let _ = CryptoProvider::install_default(ring::default_provider());
                ClientConfig::with_platform_verifier().map_err(|error| format!("cannot encrypt: {error}"))?
            }
            (CertificateCheck::VerifyCa, None) => {
                return Err(
                    "`sslmode=verify-ca` needs `sslrootcert=FILE`; `verify-full` trusts the system's".to_owned()
                );
            }
            (CertificateCheck::VerifyCa | CertificateCheck::VerifyFull, Some(path)) => {
                let failed = |error: &(dyn std::error::Error + 'static)| {
                    format!("`{}` cannot be used: {}", path.display(), crate::text::reason(error))
                };
                let file = fs::read(path).map_err(|error| failed(&error))?;
                let mut roots = RootCertStore::empty();
                for certificate in CertificateDer::pem_slice_iter(&file) {
                    roots.add(certificate.map_err(|error| failed(&error))?).map_err(|error| failed(&error))?;
                }
                let chain = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider));
                let chain = Some(chain.build().map_err(|error| failed(&error))?);
                let verifier = Arc::new(WishVerifier { chain, names, provider: Arc::clone(&provider) });
                builder()?.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth()
            }
            _ => {
                let verifier = Arc::new(WishVerifier { chain: None, names: false, provider: Arc::clone(&provider) });
                builder()?.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth()
            }
        };
        Ok(MakeRustlsConnect::new(config))
    }
}

/// Checks what the URL asks for: the chain up to a root where there is one, and the name where that is wanted.
#[derive(Debug)]
struct WishVerifier {
    chain: Option<Arc<WebPkiServerVerifier>>,
    names: bool,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for WishVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(chain) = &self.chain else { return Ok(ServerCertVerified::assertion()) };
        match chain.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now) {
            // The chain was found good before the name was looked at.
            Err(Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) if !self.names => Ok(ServerCertVerified::assertion()),
            checked => checked,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
