package dev.bailiwick.cli.run;

import dev.bailiwick.cli.invocation.BailiwickCommand;
import dev.bailiwick.config.Variables;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ShellCommand;

/** Guards what loses data where {@code APP_ENV=production}. */
final class ProductionGuard {
    private ProductionGuard() {}

    /**
     * Refuses to empty a domain until a person has said that they mean it.
     *
     * @param options of the command, without {@code --yes-really}
     */
    static void guard(BailiwickCommand root, String command, String domain, String options) {
        if (Variables.read(root.folder(), root.surroundings().environment()).guarded()) {
            throw BailiwickException.usage(
                    "APP_ENV is production: " + command + options + " would empty domain " + domain,
                    "if that is what you want: " + ShellCommand.of("bailiwick", command, domain) + options
                            + " --yes-really");
        }
    }
}
