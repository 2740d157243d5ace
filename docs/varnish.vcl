# /etc/varnish/default.vcl for Varnish 7 with varnish-modules. Calotype needs keys behind it, and purges it:
#   CALOTYPE_CDN_PURGE=varnish:http://127.0.0.1:6081
vcl 4.1;
import std;
import xkey;

backend calotype {
    .host = "127.0.0.1";
    .port = "8080";
}

# The addresses of Calotype's nodes, which may purge.
acl nodes {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    if (req.method == "PURGE") {
        if (client.ip !~ nodes) {
            return (synth(403));
        }
        if (!req.http.xkey-purge) {
            return (synth(400));
        }
        set req.http.x-purged = xkey.purge(req.http.xkey-purge);
        return (synth(200));
    }
    # Only renditions without credentials are cached.
    if ((req.method != "GET" && req.method != "HEAD")
        || req.http.Authorization || req.url ~ "[?&](t|sig)="
        || req.url !~ "^/(images/|api/media/[A-Za-z0-9_-]+/thumbnail($|\?))") {
        return (pass);
    }
    unset req.http.Cookie;
    # Few values of Accept instead of one for each browser, so that clients share objects.
    if (req.http.Accept ~ "image/avif" && req.http.Accept !~ "image/avif *; *q=0(\.0*)?( *,| *$)") {
        set req.http.Accept = "image/avif,image/webp";
    } elsif (req.http.Accept ~ "image/webp" && req.http.Accept !~ "image/webp *; *q=0(\.0*)?( *,| *$)") {
        set req.http.Accept = "image/webp";
    } else {
        unset req.http.Accept;
    }
    return (hash);
}

sub vcl_backend_response {
    set beresp.http.xkey = beresp.http.Surrogate-Key;
    set beresp.grace = 0s;
    if (beresp.http.CDN-Cache-Control ~ "max-age=[0-9]+") {
        set beresp.ttl = std.duration(
            regsub(beresp.http.CDN-Cache-Control, "^.*max-age=([0-9]+).*$", "\1s"), beresp.ttl);
        if (beresp.http.CDN-Cache-Control ~ "stale-while-revalidate") {
            set beresp.grace = 60s;
        }
    }
}

sub vcl_deliver {
    unset resp.http.xkey;
    unset resp.http.CDN-Cache-Control;
    if (obj.hits > 0) {
        set resp.http.X-Cache = "HIT";
    } else {
        set resp.http.X-Cache = "MISS";
    }
}
