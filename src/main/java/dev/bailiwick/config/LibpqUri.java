package dev.bailiwick.config;

import dev.bailiwick.model.failure.BailiwickException;

/**
 * A connection URI as libpq reads it: {@code postgresql://user:password@host:port,host:port/database?name=value}.
 *
 * <p>Source: the manual's section "Connection URIs" of libpq-connect, and {@code conninfo_uri_parse_options} in
 * fe-connect.c for what the section leaves open. Unlike libpq, a parameter's value may hold an equals sign.
 */
final class LibpqUri {

    private final String text;
    private final String where;
    private final Conninfo conninfo = new Conninfo();

    LibpqUri(String text, String where) {
        this.text = text;
        this.where = where;
    }

    /** Reads what follows the scheme. */
    Conninfo parse(int afterScheme) {
        int authority = login(afterScheme);
        int path = firstOf("/?", authority);
        int query = firstOf("?", path);
        if (text.substring(path, query).indexOf('@') >= 0 && authority == afterScheme) {
            throw unencoded("/", "%2F");
        }
        if (text.substring(authority, path).indexOf('@') >= 0) {
            throw unencoded("@", "%40");
        }
        ConnectionUrl.addresses(text.substring(authority, path), conninfo, where);
        if (path < query) {
            say("dbname", text.substring(path + 1, query), "database name");
        }
        if (query < text.length()) {
            parameters(text.substring(query + 1));
        }
        return conninfo;
    }

    /** Reads user and password, where there is an at sign before the first slash; says where the hosts begin. */
    private int login(int start) {
        int end = firstOf("@/", start);
        if (end == text.length() || text.charAt(end) == '/') {
            return start;
        }
        String login = text.substring(start, end);
        int colon = login.indexOf(':');
        say("user", colon < 0 ? login : login.substring(0, colon), "user name");
        say("password", colon < 0 ? "" : login.substring(colon + 1), "password");
        return end + 1;
    }

    private void parameters(String query) {
        String before = "";
        for (String parameter : query.split("&")) {
            if (parameter.isEmpty()) {
                continue;
            }
            int equals = parameter.indexOf('=');
            if (equals < 0) {
                throw BailiwickException.usage(
                        shown() + ": a parameter behind the ? has no value", "write ?name=value&name=value");
            }
            String name = ConnectionUrl.decode(parameter.substring(0, equals), "name of a parameter", where);
            if (before.endsWith("password") && !ConnectionParameters.exists(name)) {
                throw unencoded("&", "%26");
            }
            before = name;
            String value = ConnectionUrl.decode(parameter.substring(equals + 1), "parameter " + name, where);
            if (name.equals("ssl") && value.equals("true")) {
                // The manual: "for compatibility with JDBC connection URIs, instances of parameter ssl=true are
                // translated into sslmode=require".
                conninfo.set("sslmode", "require", where);
            } else {
                conninfo.set(name, value, where);
            }
        }
    }

    private void say(String name, String encoded, String part) {
        conninfo.offer(name, ConnectionUrl.decode(encoded, part, where), where);
    }

    private BailiwickException unencoded(String sign, String escape) {
        return ConnectionUrl.unencoded(sign, escape, where);
    }

    private String shown() {
        return where + " (" + Masking.maskUrl(text) + ")";
    }

    private int firstOf(String signs, int from) {
        int i = from;
        while (i < text.length() && signs.indexOf(text.charAt(i)) < 0) {
            i++;
        }
        return i;
    }
}
