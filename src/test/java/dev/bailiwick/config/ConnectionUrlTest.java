package dev.bailiwick.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionUrlTest {

    private Machine machine;

    @BeforeEach
    void setUp(@TempDir Path folder) {
        machine = new Machine(folder);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', maxCharsPerColumn = 400, textBlock = """
            postgresql://u:p@h:1/d                    | postgresql://u:p@h:1/d
            postgres://u:p@h:1/d                      | postgresql://u:p@h:1/d
            POSTGRESQL://u@h/d                        | postgresql://u@h:5432/d
            postgresql://                             | postgresql://ann@localhost:5432/ann
            postgresql://h                            | postgresql://ann@h:5432/ann
            postgresql:///d                           | postgresql://ann@localhost:5432/d
            postgresql://u@                           | postgresql://u@localhost:5432/u
            postgresql://u@/d                         | postgresql://u@localhost:5432/d
            postgresql://u@:7/d                       | postgresql://u@localhost:7/d
            postgresql://h:/d                         | postgresql://ann@h:5432/d
            postgresql://u:@h/d                       | postgresql://u@h:5432/d
            postgresql://:p@h/d                       | postgresql://ann:p@h:5432/d
            postgresql://h?connect_timeout=3          | postgresql://ann@h:5432/ann?connectTimeout=3
            postgresql://h/?dbname=d&user=u&password=p | postgresql://u:p@h:5432/d
            postgresql://h/d?host=i&port=6            | postgresql://ann@i:6/d
            postgresql:///d?hostaddr=10.0.0.1         | postgresql://ann@10.0.0.1:5432/d
            postgresql://h1:1,h2:2/d                  | postgresql://ann@h1:1,h2:2/d
            postgresql://h1,h2:2,h3/d                 | postgresql://ann@h1:5432,h2:2,h3:5432/d
            postgresql://h1,h2/d?port=7               | postgresql://ann@h1:7,h2:7/d
            postgresql://[::1]:1/d                    | postgresql://ann@[::1]:1/d
            postgresql://[::1],[2001:db8::2]:2/d      | postgresql://ann@[::1]:5432,[2001:db8::2]:2/d
            postgresql://u%40x:p%2Fq%3A%25@h/d%20e    | postgresql://u@x:p/q:%@h:5432/d e
            postgresql://u:p+q@h/d                    | postgresql://u:p+q@h:5432/d
            postgresql://u:p?q#r@h/d                  | postgresql://u:p?q#r@h:5432/d
            postgresql://u:p:q@h/d                    | postgresql://u:p:q@h:5432/d
            postgresql://u:%C3%A9@h/d                 | postgresql://u:é@h:5432/d
            postgresql://h/d?user=a@b                 | postgresql://a@b@h:5432/d
            '  postgresql://h/d  '                    | postgresql://ann@h:5432/d
            postgresql://h/d?                         | postgresql://ann@h:5432/d
            postgresql://h/d?sslmode=                 | postgresql://ann@h:5432/d
            postgresql://h/d?sslmode=disable          | postgresql://ann@h:5432/d?sslmode=disable
            postgresql://h/d?sslmode=allow&sslmode=verify-ca | postgresql://ann@h:5432/d?sslmode=verify-ca
            postgresql://h/d?ssl=true                 | postgresql://ann@h:5432/d?sslmode=require
            postgresql://h/d?sslrootcert=%2Fc%2Fr.crt | postgresql://ann@h:5432/d?sslrootcert=/c/r.crt
            postgresql://h/d?sslcert=c&sslkey=k       | postgresql://ann@h:5432/d?sslcert=c&sslkey=k
            postgresql://h/d?sslpassword=x            | postgresql://ann@h:5432/d?sslpassword=****
            postgresql://h/d?sslrootcert=system       | postgresql://ann@h:5432/d?sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory&sslmode=verify-full
            postgresql://h/d?connect_timeout=-1       | postgresql://ann@h:5432/d?connectTimeout=0
            postgresql://h/d?application_name=a%20b   | postgresql://ann@h:5432/d?ApplicationName=a b
            postgresql://h/d?fallback_application_name=f | postgresql://ann@h:5432/d?ApplicationName=f
            postgresql://h/d?fallback_application_name=f&application_name=a | postgresql://ann@h:5432/d?ApplicationName=a
            postgresql://h/d?options=-c%20a.b%3D1     | postgresql://ann@h:5432/d?options=-c a.b=1
            postgresql://h/d?options=endpoint=e       | postgresql://ann@h:5432/d?options=endpoint=e
            postgresql://h/d?channel_binding=require  | postgresql://ann@h:5432/d?channelBinding=require
            postgresql://h/d?keepalives=0             | postgresql://ann@h:5432/d?tcpKeepAlive=false
            postgresql://h/d?require_auth=scram-sha-256 | postgresql://ann@h:5432/d?requireAuth=scram-sha-256
            postgresql://h/d?load_balance_hosts=random | postgresql://ann@h:5432/d?loadBalanceHosts=true
            postgresql://h/d?target_session_attrs=any | postgresql://ann@h:5432/d?targetServerType=any
            postgresql://h/d?target_session_attrs=read-write | postgresql://ann@h:5432/d?targetServerType=primary
            postgresql://h/d?target_session_attrs=primary | postgresql://ann@h:5432/d?targetServerType=primary
            postgresql://h/d?target_session_attrs=read-only | postgresql://ann@h:5432/d?targetServerType=secondary
            postgresql://h/d?target_session_attrs=standby | postgresql://ann@h:5432/d?targetServerType=secondary
            postgresql://h/d?target_session_attrs=prefer-standby | postgresql://ann@h:5432/d?targetServerType=preferSecondary
            jdbc:postgresql://h:1/d?user=u&password=p | postgresql://u:p@h:1/d
            jdbc:postgresql://h/d                     | postgresql://ann@h:5432/d
            jdbc:postgresql://h/                      | postgresql://ann@h:5432/ann
            jdbc:postgresql://h                       | postgresql://ann@h:5432/ann
            jdbc:postgresql:d                         | postgresql://ann@localhost:5432/d
            jdbc:postgresql:/                         | postgresql://ann@localhost:5432/ann
            jdbc:postgresql:///d                      | postgresql://ann@localhost:5432/d
            jdbc:postgresql://h1:1,h2/d?targetServerType=preferPrimary | postgresql://ann@h1:1,h2:5432/d?targetServerType=preferPrimary
            jdbc:postgresql://[::1]:1/d               | postgresql://ann@[::1]:1/d
            jdbc:postgresql://h/d%20e?user=u%26v&password=a+b%2B | postgresql://u&v:a b+@h:5432/d e
            jdbc:postgresql://h/d?ssl=true&sslmode=verify-full&ApplicationName=a | postgresql://ann@h:5432/d?ApplicationName=a&ssl=true&sslmode=verify-full
            jdbc:postgresql://h/d?connectTimeout=3&socketTimeout=9 | postgresql://ann@h:5432/d?connectTimeout=3&socketTimeout=9
            jdbc:postgresql://h/d?connect_timeout=3   | postgresql://ann@h:5432/d?connectTimeout=3
            jdbc:postgresql:?PGHOST=h&PGPORT=3&PGDBNAME=d | postgresql://ann@h:3/d
            """)
    void readsAsItsOwnDriverReadsIt(String url, String target) {
        assertThat(machine.line(url)).isEqualTo(target);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', maxCharsPerColumn = 400, textBlock = """
            h:5432/d                         | --url is not a URL: it doesn't start with postgresql://
            hunter2                          | --url is not a URL: it doesn't start with postgresql://
            u:hunter2@h/d                    | --url is not a URL: it doesn't start with postgresql://
            host=h password=hunter2          | --url is not a URL: it doesn't start with postgresql://
            postgresql:/h/d                  | --url is not a URL: it doesn't start with postgresql://
            postgre://u:hunter2@h/d          | --url starts with postgre://, which is no scheme of PostgreSQL's; postgresql:// was probably meant
            postgressql://u:hunter2@h/d      | --url starts with postgressql://, which is no scheme of PostgreSQL's; postgresql:// was probably meant
            pgsql://u:hunter2@h/d            | --url starts with pgsql://, which is not PostgreSQL
            postgresql+psycopg://u:hunter2@h/d | --url starts with postgresql+psycopg://, which is no scheme of PostgreSQL's; postgresql:// was probably meant
            mysql://u:hunter2@h/d            | --url starts with mysql://, which is not PostgreSQL
            sqlite:///d                      | --url starts with sqlite://, which is not PostgreSQL
            jdbc:mysql://h/d?password=hunter2 | --url is a JDBC URL of another database
            jdbc:postgresql://u:hunter2@h/d  | --url (jdbc:postgresql://u:****@h/d): a JDBC URL has no user:password@ in front of the host
            postgresql://u:hunter2/d         | --url: the port is not a number between 1 and 65535
            postgresql://u:hun/ter2@h/d      | --url: a / within the user name or password is not percent-encoded
            postgresql://u:123/hunter2@h/d   | --url: a / within the user name or password is not percent-encoded
            postgresql://u:hun@ter2@h/d      | --url: a @ within the user name or password is not percent-encoded
            postgresql://h/d?password=a&hunter2=b | --url: a & within the user name or password is not percent-encoded
            jdbc:postgresql://h/d?password=a&hunter2 | --url: a & within the user name or password is not percent-encoded
            postgresql://h/d?sslpassword=a&hunter2=b | --url: a & within the user name or password is not percent-encoded
            postgresql://h:0/d               | --url: the port is not a number between 1 and 65535
            postgresql://h:65536/d           | --url: the port is not a number between 1 and 65535
            postgresql://h:-1/d              | --url: the port is not a number between 1 and 65535
            jdbc:postgresql://h:x/d          | --url: the port is not a number between 1 and 65535
            postgresql://u:hunter2%@h/d      | --url: the password holds a % that is not followed by two hex digits (%00 is none)
            postgresql://u:%zzhunter2@h/d    | --url: the password holds a % that is not followed by two hex digits (%00 is none)
            postgresql://u:%00hunter2@h/d    | --url: the password holds a % that is not followed by two hex digits (%00 is none)
            postgresql://u:hunter2%FF@h/d    | --url: the password holds %xx escapes that are not UTF-8
            postgresql://u@h/d%2             | --url: the database name holds a % that is not followed by two hex digits (%00 is none)
            postgresql://::1/d               | --url: an address holds more than one colon, or a bracket that is not closed
            postgresql://u:hunter2:3:4/d     | --url: an address holds more than one colon, or a bracket that is not closed
            postgresql://[::1/d              | --url: an address holds more than one colon, or a bracket that is not closed
            postgresql://u:hunter2@h/d?x     | --url (postgresql://u:****@h/d?x): a parameter behind the ? has no value
            postgresql://u:hunter2@h/d?sslmod=require | --url: there is no connection parameter sslmod; the nearest is sslmode
            postgresql://h/d?sslmode=requier | --url: sslmode is one of disable, allow, prefer, require, verify-ca, verify-full, not requier
            jdbc:postgresql://h/d?sslmode=on | --url: sslmode is one of disable, allow, prefer, require, verify-ca, verify-full, not on
            postgresql://h/d?connect_timeout=5s | --url: connect_timeout is a number of seconds, not 5s
            postgresql://h/d?target_session_attrs=master | --url: target_session_attrs is one of any, read-write, primary, read-only, standby, prefer-standby, not master
            postgresql://h/d?sslrootcert=system&sslmode=require | --url: sslmode=require is too weak for sslrootcert=system
            postgresql://h/d?sslcrl=c        | --url: the JDBC driver can't honour sslcrl
            postgresql://%2Fvar%2Frun%2Fpostgresql/d | --url: the host /var/run/postgresql is the folder of a Unix socket, and Unix sockets are not supported
            postgresql:///d?host=/tmp        | --url: the host /tmp is the folder of a Unix socket, and Unix sockets are not supported
            postgresql://h1,h2,h3/d?port=1,2 | --url: there are 3 hosts and 2 ports
            '   '                            | --url is empty
            """)
    void saysWhatIsWrongWithoutThePassword(String url, String complaint) {
        assertThat(Machine.complaint(() -> machine.resolve(url)))
                .startsWith(complaint)
                .hasSizeGreaterThan(1)
                .noneMatch(said -> said.contains("hunter") || said.contains("ter2"));
    }

    @Test
    void aMendIsSomethingToType() {
        assertThat(Machine.complaint(() -> machine.resolve("postgresql://h/d?sslmode=requier")))
                .endsWith("sslmode=require");
        assertThat(Machine.complaint(() -> machine.resolve("postgresql://u:a@b@h/d")))
                .endsWith("write %40 for a @ in the password (%3A for a colon, %25 for a percent sign)");
        assertThat(Machine.complaint(() -> machine.resolve("postgresql:///d?host=/tmp")))
                .endsWith(
                        "use host=localhost instead: the server listens there, too, unless listen_addresses is empty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"schema", "pgbouncer", "connection_limit", "search_path", "client_encoding", "keepalives_idle"})
    void whatConcernsOthersIsLeftOutWithAWarning(String name) {
        ResolvedConnection resolved = machine.resolve("postgresql://h/d?" + name + "=1");
        assertThat(Machine.line(resolved.target())).isEqualTo("postgresql://ann@h:5432/d");
        assertThat(resolved.warnings()).containsExactly("--url: " + name + " is ignored");
    }

    @Test
    void aPropertyThatPgjdbcDoesNotHaveIsLeftOutWithAWarning() {
        ResolvedConnection resolved = machine.resolve("jdbc:postgresql://h/d?sslMode=verify-full&schema=x");
        assertThat(Machine.line(resolved.target())).isEqualTo("postgresql://ann@h:5432/d");
        assertThat(resolved.warnings())
                .containsExactly(
                        "--url: pgjdbc has no property sslMode, so it is ignored; the nearest is sslmode",
                        "--url: pgjdbc has no property schema, so it is ignored");
    }

    @Test
    void hostAndHostaddrTogetherMeanTheHost() {
        ResolvedConnection resolved = machine.resolve("postgresql://h/d?hostaddr=10.0.0.1");
        assertThat(Machine.line(resolved.target())).isEqualTo("postgresql://ann@h:5432/d");
        assertThat(resolved.warnings()).hasSize(1).first().asString().startsWith("--url: hostaddr is ignored");
    }
}
