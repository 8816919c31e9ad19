package dev.bailiwick.files.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bailiwick.model.failure.ShellCommand;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;

/**
 * Guesses what a file is written in that is not UTF-8.
 *
 * @param firstWrong the offset of the first byte that is none; -1 where all are
 * @param wrong how many bytes are none
 * @param right how many characters beyond ASCII are UTF-8: in Windows-874 two letters may happen to look like one
 * @param thai whether all bytes beyond ASCII are letters of Windows-874, in words: accents in Latin text stand alone
 */
record EncodingGuess(int firstWrong, int wrong, int right, boolean thai) {

    static EncodingGuess of(byte[] bytes) {
        CharsetDecoder decoder = UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(8192);
        int first = -1;
        int wrong = 0;
        int right = 0;
        while (in.hasRemaining()) {
            CoderResult result = decoder.decode(in, out, true);
            right += (int)
                    out.flip().chars().filter(c -> c >= 0x80 && c != 0xFEFF).count();
            out.clear();
            if (result.isMalformed()) {
                first = first < 0 ? in.position() : first;
                wrong += result.length();
                in.position(in.position() + result.length());
            }
        }
        return new EncodingGuess(first, wrong, right, thaiWords(bytes));
    }

    private static boolean thaiWords(byte[] bytes) {
        int letters = 0;
        int words = 0;
        boolean within = false;
        for (byte b : bytes) {
            boolean letter = b < 0;
            if (letter && !thai(b & 0xFF)) {
                return false;
            }
            letters += letter ? 1 : 0;
            words += letter && !within ? 1 : 0;
            within = letter;
        }
        return letters >= 2 * words;
    }

    private static boolean thai(int b) {
        return (b >= 0xA1 && b <= 0xDA) || (b >= 0xDF && b <= 0xFB);
    }

    String mend(String file) {
        if (right >= wrong) {
            return "other characters of it are UTF-8: write this one anew, in an editor that is set to UTF-8";
        }
        if (thai) {
            return "it looks like TIS-620 or Windows-874: " + convert("CP874", file);
        }
        return "it looks like Latin-1 or Windows-1252: " + convert("CP1252", file);
    }

    static String convert(String from, String file) {
        String to = file + ".utf8";
        return ShellCommand.of("iconv", "-f", from, "-t", "UTF-8", file) + " > " + ShellCommand.of(to) + " && "
                + ShellCommand.of("mv", to, file);
    }
}
