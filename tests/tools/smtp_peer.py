#!/usr/bin/python3
"""A real SMTP server for tests (aiosmtpd), on a loopback port of its choice.

Usage: smtp_peer.py DIRECTORY plain|starttls|stripped|tls|login

Prints its port, then one JSON line for every message it takes. DIRECTORY gets cert.pem, a
certificate for localhost that no one but the test trusts. What a recipient's name asks for:
bounce -> 550, grey -> 451, spam -> 554 after DATA, vanish -> hangs up after the whole message.
"""
import asyncio
import json
import logging
import ssl
import subprocess
import sys

from aiosmtpd.smtp import SMTP, AuthResult

logging.disable(logging.CRITICAL)

directory, mode = sys.argv[1], sys.argv[2]


class Peer:
    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        if name == "bounce":
            return "550 5.1.1 no such mailbox"
        if name == "grey":
            return "451 4.7.1 greylisted, come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_MAIL(self, server, session, envelope, address, options):
        if address.startswith("stranger@"):
            return "553 5.7.1 sender not owned by user"
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        names = [a.split("@")[0] for a in envelope.rcpt_tos]
        if "spam" in names:
            return "554 5.7.1 looks like spam"
        print(json.dumps({
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "tls": server.transport.get_extra_info("sslcontext") is not None,
            "login": bool(session.authenticated),
            "message": envelope.content.decode("latin-1"),
        }), flush=True)
        if "vanish" in names:
            server.transport.abort()
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    right = data.login == b"clinic" and data.password == b"relay-password"
    return AuthResult(success=right, handled=False)


def context():
    cert, key = directory + "/cert.pem", directory + "/key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(cert, key)
    return made


def session_factory(tls):
    def make():
        if mode in ("starttls", "login"):
            return SMTP(Peer(), tls_context=tls, require_starttls=True,
                        auth_required=mode == "login",
                        authenticator=authenticate if mode == "login" else None)
        return SMTP(Peer())
    return make


async def main():
    tls = context() if mode in ("starttls", "login", "tls") else None
    server = await asyncio.get_running_loop().create_server(
        session_factory(tls), "127.0.0.1", 0, ssl=tls if mode == "tls" else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
