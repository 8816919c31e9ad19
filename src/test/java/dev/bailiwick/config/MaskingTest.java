package dev.bailiwick.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bailiwick.model.domain.Secret;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskingTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            FATAL: "correct horse" is wrong       | FATAL: "****" is wrong
            xcorrect horsey                       | x****y
            postgresql://u:correct%20horse@h/d    | postgresql://u:****@h/d
            url correct+horse                     | url ****
            say pw, not pwd or the pw.            | say ****, not pwd or the ****.
            """)
    void aKnownSecretIsMaskedInEveryForm(String text, String masked) {
        assertThat(Masking.of(List.of(new Secret("correct horse"), new Secret("pw")))
                        .mask(text))
                .isEqualTo(masked);
    }

    @Test
    void aSecretWithinJsonIsMaskedToo() {
        assertThat(Masking.of(List.of(new Secret("a\"b\\c$1"))).mask("{\"p\":\"a\\\"b\\\\c$1\"}"))
                .isEqualTo("{\"p\":\"****\"}");
    }

    @Test
    void theLongerSecretGoesFirst() {
        assertThat(Masking.of(List.of(new Secret("abcdefgh"), new Secret("abcdefgh1")))
                        .mask("abcdefgh1"))
                .isEqualTo("****");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            see postgresql://u:secret@h/d now     | see postgresql://u:****@h/d now
            see postgresql://u:se@cr/et@h/d now   | see postgresql://u:****@h/d now
            see https://h:80/x and a@b            | see https://h:80/x and a@b
            jdbc:postgresql://h/d?password=a;b,c&user=u | jdbc:postgresql://h/d?password=****&user=u
            host=h password=secret dbname=d       | host=h password=**** dbname=d
            password='se cret' dbname=d           | password=**** dbname=d
            PGPASSWORD=secret psql                | PGPASSWORD=**** psql
            sslpassword=secret                    | sslpassword=****
            {"url":"postgresql://u:s@h/d?password=x"} | {"url":"postgresql://u:****@h/d?password=****"}
            CREATE ROLE a PASSWORD 'it''s' LOGIN; | CREATE ROLE a PASSWORD '****' LOGIN;
            ALTER USER a PASSWORD $x$se'cret$x$;  | ALTER USER a PASSWORD '****';
            {"a":"PASSWORD 'open","b":"it's"}     | {"a":"PASSWORD 'open","b":"it's"}
            {"a":"password='open","b":"it's"}     | {"a":"password=****","b":"it's"}
            {"a":"PASSWORD 'se\\"cret' x"}      | {"a":"PASSWORD '****' x"}
            password authentication failed for user "u" | password authentication failed for user "u"
            the port is 5432                      | the port is 5432
            """)
    void whatLooksLikeASecretIsMasked(String text, String masked) {
        assertThat(Masking.byLook().mask(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            postgresql://u:secret@h:1/d           | postgresql://u:****@h:1/d
            postgresql://u:s@e:c/r@h/d            | postgresql://u:****@h/d
            postgresql://u:se?c&r#et@h/d          | postgresql://u:****@h/d
            postgresql://u:secret                 | postgresql://u:****
            postgresql://u:secret/d               | postgresql://u:****/d
            postgresql://u@h/d?password=a&b&user=u | postgresql://u@h/d?password=****&user=u
            postgresql://u@h/d?sslpassword=a@b    | postgresql://u@h/d?sslpassword=****
            postgresql://h1:1,h2:2/d              | postgresql://h1:1,h2:2/d
            postgresql://[::1]:1/d                | postgresql://[::1]:1/d
            mysql://u:secret@h/d                  | mysql://u:****@h/d
            postgresql://h/d                      | postgresql://h/d
            """)
    void aUrlIsMaskedHoweverMalformed(String url, String masked) {
        assertThat(Masking.maskUrl(url)).isEqualTo(masked);
    }

    @Test
    void allPasswordsThatAreLyingAboutAreKnown(@TempDir Path folder) {
        Machine machine = new Machine(folder)
                .env("DATABASE_URL=postgresql://app:url%20secret@h/d", "DATABASE_PASSWORD=database1")
                .env("POSTGRES_PASSWORD=postgres1", "PGPASSWORD=libpq123")
                .file(".env", "SUPABASE_DB_PASSWORD=supabase1");
        Masking masking = Masking.of(
                machine.variables(),
                machine.resolve("postgresql://me:flag1234@h/d").target());
        assertThat(masking.mask("url secret,database1,postgres1,supabase1,libpq123,flag1234,app,d,h"))
                .isEqualTo("****,****,****,****,****,****,app,d,h");
    }

    @Test
    void aPasswordThatIsAlsoANameIsNoSecretAsAWord(@TempDir Path folder) {
        Machine machine = new Machine(folder).env("DATABASE_URL=postgresql://stock_app:stock_app@h/d");
        Masking masking = Masking.of(machine.variables(), machine.resolve().target());
        assertThat(masking.mask("role \"stock_app\" does not exist, postgresql://stock_app:stock_app@h/d"))
                .isEqualTo("role \"stock_app\" does not exist, postgresql://stock_app:****@h/d");
    }

    @Test
    void aMalformedUrlHidesNothingFromTheOthers(@TempDir Path folder) {
        Machine machine = new Machine(folder).env("DATABASE_URL=mysql://u:x@h", "PGPASSWORD=libpq123");
        Masking masking = Masking.of(
                machine.variables(), machine.resolve("postgresql://h/d").target());
        assertThat(masking.mask("libpq123")).isEqualTo("****");
    }
}
