using System.Text;

namespace TrustedPublish.Rehearsal.Stage.Upload.Archive;

/// <summary>What must be in the archive, and that it agrees with the form (warehouse forklift/legacy.py).</summary>
internal static class ArchiveRules
{
    /// <exception cref="UploadRefusedException">The index's message for the first rule that is broken.</exception>
    public static void Check(string path, string fileName, ReceivedUpload upload, ReleaseVersion version)
    {
        string metadata;
        try
        {
            using var file = File.OpenRead(path);
            metadata = upload["filetype"] == "sdist" ? SdistRules.Check(file, upload) : WheelRules.Check(file, fileName, upload);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or NotSupportedException or FormatException or OverflowException)
        {
            throw UploadRefusedException.BadRequest($"Invalid distribution file. {exception.Message}");
        }

        catch (DecoderFallbackException)
        {
            // The index never reads it; this one does, to compare it with the form.
            throw UploadRefusedException.BadRequest($"The metadata inside '{fileName}' is not UTF-8.");
        }

        Agree(metadata, fileName, upload["name"]!, version);
    }

    /// <summary>PyPI takes the form's word here; this index is stricter, because it is there to find what a client gets wrong.</summary>
    private static void Agree(string metadata, string fileName, string project, ReleaseVersion version)
    {
        string? Header(string name) => metadata.Split('\n').TakeWhile(static line => line.TrimEnd('\r').Length > 0)
            .Where(line => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 1)..].Trim()).FirstOrDefault();
        if (Header("Name") is not { } name || ProjectNames.Normalize(name) != ProjectNames.Normalize(project)
            || Header("Version") is not { } text || ReleaseVersion.TryParse(text)?.Identity != version.Identity)
            throw UploadRefusedException.BadRequest($"The metadata inside '{fileName}' and the metadata of the form disagree.");
    }

    /// <summary>All of a small member as text.</summary>
    public static string ReadText(Stream stream)
    {
        const int Longest = 16 * 1024 * 1024;
        using (stream)
        {
            using var bytes = new MemoryStream();
            var buffer = new byte[8192];
            int read;
            while ((read = stream.Read(buffer)) > 0)
            {
                if (bytes.Length + read > Longest) throw new InvalidDataException("A file in it is too long.");
                bytes.Write(buffer, 0, read);
            }

            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        }
    }
}
