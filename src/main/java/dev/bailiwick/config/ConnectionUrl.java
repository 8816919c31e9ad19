package dev.bailiwick.config;

import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.NearestName;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connection URL of either kind, libpq's {@code postgresql://} or pgjdbc's {@code jdbc:postgresql://}. */
final class ConnectionUrl {

    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://.*", Pattern.DOTALL);
    private static final List<String> LIBPQ = List.of("postgresql://", "postgres://");
    private static final String JDBC = "jdbc:postgresql:";
    private static final String EXAMPLE = "write postgresql://user:password@host:5432/database";

    private ConnectionUrl() {}

    /**
     * Reads a URL.
     *
     * @param where what it is the value of, for messages
     * @param warnings gets what was left out
     * @throws BailiwickException where it is malformed; the message never holds the password
     */
    static Conninfo parse(String url, String where, List<String> warnings) {
        String text = url.strip();
        String lower = text.toLowerCase(Locale.ROOT);
        for (String scheme : LIBPQ) {
            if (lower.startsWith(scheme)) {
                return new LibpqUri(text, where).parse(scheme.length());
            }
        }
        if (lower.startsWith(JDBC)) {
            return new JdbcUrl(text, where, warnings).parse(JDBC.length());
        }
        throw wrongScheme(text, where);
    }

    private static BailiwickException wrongScheme(String text, String where) {
        if (text.toLowerCase(Locale.ROOT).startsWith("jdbc:")) {
            return BailiwickException.usage(
                    where + " is a JDBC URL of another database", "write jdbc:postgresql://host:5432/database");
        }
        Matcher matcher = SCHEME.matcher(text);
        if (!matcher.matches()) {
            return BailiwickException.usage(where + " is not a URL: it doesn't start with postgresql://", EXAMPLE);
        }
        String scheme = matcher.group(1);
        String plain = scheme.toLowerCase(Locale.ROOT).replaceFirst("\\+.*", "");
        boolean typo = NearestName.to(plain, List.of("postgresql", "postgres")).isPresent();
        String what = where + " starts with " + scheme + "://, which is "
                + (typo ? "no scheme of PostgreSQL's; postgresql:// was probably meant" : "not PostgreSQL");
        return BailiwickException.usage(what, EXAMPLE);
    }

    /**
     * Decodes {@code %xx}; a plus sign stays one.
     *
     * @param part what this is of the URL, for messages
     */
    static String decode(String text, String part, String where) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer decoded = ByteBuffer.allocate(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                decoded.put(bytes[i]);
                continue;
            }
            int high = i + 1 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (high < 0 || low < 0 || high + low == 0) {
                throw wrongEscape("a % that is not followed by two hex digits (%00 is none)", part, where);
            }
            decoded.put((byte) (high * 16 + low));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
        } catch (CharacterCodingException e) {
            throw wrongEscape("%xx escapes that are not UTF-8", part, where);
        }
    }

    private static BailiwickException wrongEscape(String what, String part, String where) {
        return BailiwickException.usage(where + ": the " + part + " holds " + what, "write %25 for a percent sign");
    }

    /** A sign that means something in a URL stands in the password as it is. Shows nothing of the URL. */
    static BailiwickException unencoded(String sign, String escape, String where) {
        return BailiwickException.usage(
                where + ": a " + sign + " within the user name or password is not percent-encoded",
                "write " + escape + " for a " + sign + " in the password (%3A for a colon, %25 for a percent sign)");
    }

    /** Reads {@code host:port,host:port}; an empty host or port is left to the defaults. */
    static void addresses(String list, Conninfo conninfo, String where) {
        List<String> hosts = new ArrayList<>();
        List<String> ports = new ArrayList<>();
        for (String address : list.split(",", -1)) {
            int colon = address.lastIndexOf(':');
            boolean port = colon > address.lastIndexOf(']');
            hosts.add(host(decode(port ? address.substring(0, colon) : address, "host", where), where));
            ports.add(port ? decode(address.substring(colon + 1), "port", where) : "");
        }
        conninfo.offer("host", String.join(",", hosts), where);
        conninfo.offer("port", hosts.size() > 1 ? String.join(",", ports) : ports.get(0), where);
    }

    /** A host, an IPv6 address without its brackets. What is wrong is not shown: it may be a part of the password. */
    private static String host(String host, String where) {
        if (host.startsWith("[") && host.endsWith("]") && host.length() > 2) {
            return host.substring(1, host.length() - 1);
        }
        if (host.indexOf(':') >= 0 || host.startsWith("[")) {
            throw BailiwickException.usage(
                    where + ": an address holds more than one colon, or a bracket that is not closed",
                    "write an IPv6 address in brackets, [::1]:5432, and %3A for a colon in the password");
        }
        return host;
    }
}
