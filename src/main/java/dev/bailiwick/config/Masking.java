package dev.bailiwick.config;

import dev.bailiwick.model.domain.ConnectionTarget;
import dev.bailiwick.model.domain.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes passwords out of everything that leaves the program.
 *
 * <p>Known passwords are masked wherever they stand: as they are, percent-encoded and as a JSON string has them. One of
 * less than eight characters is masked as a whole word only, else the password {@code e} would spoil every sentence. One
 * that is also the name of the role, database, host or port ({@code postgres}, mostly) is no secret as a word. Beyond the known
 * ones, the password part of every URL, {@code password=…} and SQL's {@code PASSWORD '…'} are masked by their look.
 */
public final class Masking {

    /** What stands in a secret's place. */
    static final String MASK = "****";

    private static final int SAFE_ANYWHERE = 8;

    private static final Pattern URL_LOGIN = Pattern.compile("(://[^:/?#@\\s\"'<>]*:)[^\\s\"'<>]*@");
    // Neither may swallow a double quote: what leaves the program may be JSON and has to stay so.
    private static final Pattern ASSIGNED =
            Pattern.compile("(?i)((?:password|passwd)[ \t]?=[ \t]?)('[^'\"\n]*'|[^\\s&\"]+)");
    private static final Pattern SQL_PASSWORD = Pattern.compile(
            "(?i)(\\bpassword\\s+)(?:(?:E|U&)?'(?:[^'\"\\\\]|\\\\.|'')*'|\\$(\\w*)\\$[^\"]*?\\$\\2\\$)");
    private static final Pattern URL_PASSWORD =
            Pattern.compile("(?i)([?&][a-z]*(?:password|passwd|pwd)=).*?(?=&\\w+=|$)", Pattern.DOTALL);
    private static final Pattern URL_SHAPE = Pattern.compile("(?s)^(.*?//)([^/?]*)(.*)$");
    private static final Pattern PORT = Pattern.compile(":(?!\\d{1,5}(?:,|$))[^,\\]]*(?=,|$)");

    private final List<Pattern> secrets;

    private Masking(List<Pattern> secrets) {
        this.secrets = secrets;
    }

    /** Masks by look only, for what is said before any password is known. */
    public static Masking byLook() {
        return new Masking(List.of());
    }

    /** Knows the passwords that are lying about in the variables, used or not, and that of the target. */
    public static Masking of(Variables variables, ConnectionTarget target) {
        Set<String> words = new HashSet<>(Set.of("postgres", "postgresql"));
        List<Secret> known = new ArrayList<>(ConnectionSources.passwords(variables));
        if (target instanceof ConnectionTarget.Server server) {
            words.add(server.user());
            words.add(server.database());
            server.addresses().forEach(address -> {
                words.add(address.host());
                words.add(Integer.toString(address.port()));
            });
            Secret password = server.password();
            if (password != null) {
                known.add(password);
            }
            String ofKey = server.properties().get("sslpassword");
            if (ofKey != null) {
                known.add(new Secret(ofKey));
            }
        }
        known.removeIf(secret -> words.contains(secret.reveal()));
        return of(known);
    }

    /** Knows these secrets. */
    public static Masking of(Collection<Secret> secrets) {
        Set<String> forms = new TreeSet<>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        for (Secret secret : secrets) {
            if (!secret.reveal().isBlank()) {
                forms.addAll(forms(secret.reveal()));
            }
        }
        return new Masking(forms.stream().map(Masking::pattern).toList());
    }

    /** Knows the secrets of both. */
    public Masking and(Masking other) {
        return new Masking(
                Stream.concat(secrets.stream(), other.secrets.stream()).toList());
    }

    /** The text without secrets. */
    public String mask(String text) {
        String masked = text;
        for (Pattern secret : secrets) {
            masked = secret.matcher(masked).replaceAll(MASK);
        }
        masked = URL_LOGIN.matcher(masked).replaceAll("$1" + MASK + "@");
        masked = ASSIGNED.matcher(masked).replaceAll("$1" + MASK);
        return SQL_PASSWORD.matcher(masked).replaceAll("$1'" + MASK + "'");
    }

    /**
     * One URL without its passwords, however malformed it is. Where it is unclear what the password is, more is masked
     * than need be: everything between the first colon after the scheme and the last {@code @}, and a port that is none.
     */
    public static String maskUrl(String url) {
        String masked = URL_PASSWORD.matcher(url).replaceAll("$1" + MASK);
        masked = URL_LOGIN.matcher(masked).replaceAll("$1" + MASK + "@");
        Matcher shape = URL_SHAPE.matcher(masked);
        if (!shape.matches()) {
            return masked;
        }
        String authority = shape.group(2);
        int hosts = authority.lastIndexOf('@') + 1;
        String login = authority.substring(0, hosts);
        String ports = authority.substring(hosts);
        return shape.group(1)
                + login
                + (ports.startsWith("[") ? ports : PORT.matcher(ports).replaceAll(":" + MASK))
                + shape.group(3);
    }

    private static Set<String> forms(String secret) {
        String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        Set<String> forms = new HashSet<>(Set.of(secret));
        forms.add(encoded);
        forms.add(encoded.replace("+", "%20"));
        forms.add(secret.replace("\\", "\\\\").replace("\"", "\\\""));
        return forms;
    }

    private static Pattern pattern(String form) {
        String quoted = Pattern.quote(form);
        return Pattern.compile(
                form.length() < SAFE_ANYWHERE ? "(?<![\\p{L}\\p{N}_])" + quoted + "(?![\\p{L}\\p{N}_])" : quoted);
    }
}
