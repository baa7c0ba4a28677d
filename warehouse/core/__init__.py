"""What every room uses: settings, errors, files, texts of SQL, translations, progress."""
